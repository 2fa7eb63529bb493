package io.campanile.standalone.mqtt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there may be, in all and from one address. A few beyond that may come as far as their CONNECT: to
 * be told 0x97 (quota exceeded), or let in when it is the gateway, which must not be locked out. Thread-safe.
 */
final class ConnectionLimits {

    enum Place { SEAT, DOORSTEP, NONE }

    private static final int DOORSTEP = 64;

    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger seated = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionLimits(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Each, whatever its place, is to {@linkplain #leave leave} once. */
    Place enter(String address) {
        int all = seated.incrementAndGet();
        int here = byAddress.merge(address, 1, Integer::sum);
        if (all <= max && here <= maxPerAddress) {
            return Place.SEAT;
        }
        leave(address, Place.SEAT);
        return waiting.incrementAndGet() <= DOORSTEP ? Place.DOORSTEP : Place.NONE;
    }

    void leave(String address, Place place) {
        if (place == Place.SEAT) {
            seated.decrementAndGet();
            byAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        } else {
            waiting.decrementAndGet();
        }
    }
}
