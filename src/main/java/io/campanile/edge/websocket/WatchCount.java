package io.campanile.edge.websocket;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** By how many connections of this node a user is watched. Thread-safe. */
final class WatchCount {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    void more(String userId) {
        counts.merge(userId, 1, Integer::sum);
    }

    void less(String userId) {
        counts.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
    }

    boolean isWatched(String userId) {
        return counts.containsKey(userId);
    }

    Set<String> watched() {
        return Set.copyOf(counts.keySet());
    }
}
