package io.campanile.edge.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many may be connected, in all and from one address (PROTOCOL 5). Thread-safe. */
public final class ConnectionLimits {

    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    public ConnectionLimits(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** @return whether one more may come; it is counted then, until it {@linkplain #leave leaves} */
    public boolean enter(String address) {
        total.incrementAndGet();
        int here = byAddress.merge(address, 1, Integer::sum);
        if (here > maxPerAddress || total.get() > max) {
            leave(address);
            return false;
        }
        return true;
    }

    /** To be called once for each that has entered. */
    public void leave(String address) {
        total.decrementAndGet();
        byAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
    }
}
