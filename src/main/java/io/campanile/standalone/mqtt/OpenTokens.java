package io.campanile.standalone.mqtt;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which connections which token opened, so that they end when it is revoked (PROTOCOL 3). Thread-safe. */
final class OpenTokens {

    private final ConcurrentMap<String, Set<Runnable>> ends = new ConcurrentHashMap<>();

    /** @param end ends the connection; may be called from any thread, and more than once */
    void opened(String tokenId, Runnable end) {
        ends.compute(tokenId, (id, present) -> {
            Set<Runnable> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(end);
            return all;
        });
    }

    void closed(String tokenId, Runnable end) {
        ends.computeIfPresent(tokenId, (id, present) -> {
            present.remove(end);
            return present.isEmpty() ? null : present;
        });
    }

    void revoked(String tokenId) {
        ends.getOrDefault(tokenId, Set.of()).forEach(Runnable::run);
    }
}
