package io.campanile.store.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The users who are available by this node: whoever has a connection here, or had one until less than the hold-down ago.
 * Belongs to the thread that writes.
 */
final class PresentUsers {

    private final long holdDownMs;
    private final Map<String, Set<String>> connections = new HashMap<>();
    /** Since when they have none, ms; in that order. */
    private final Map<String, Long> leftAt = new LinkedHashMap<>();

    PresentUsers(long holdDownMs) {
        this.holdDownMs = holdDownMs;
    }

    /** @return whether the user was not available before */
    boolean connected(String userId, String connectionId) {
        boolean held = leftAt.remove(userId) != null;
        Set<String> present = connections.get(userId);
        if (present == null) {
            present = new HashSet<>(2);
            connections.put(userId, present);
        }
        return present.add(connectionId) && present.size() == 1 && !held;
    }

    /** @return whether it was their last */
    boolean disconnected(String userId, String connectionId, long now) {
        Set<String> present = connections.get(userId);
        if (present == null || !present.remove(connectionId) || !present.isEmpty()) {
            return false;
        }
        connections.remove(userId);
        leftAt.put(userId, now);
        return true;
    }

    /** Of connections that ended without a word. */
    void keepOnly(Set<String> connectionIds, long now) {
        for (String userId : Set.copyOf(connections.keySet())) {
            for (String connectionId : Set.copyOf(connections.get(userId))) {
                if (!connectionIds.contains(connectionId)) {
                    disconnected(userId, connectionId, now);
                }
            }
        }
    }

    /** Takes out those whose hold-down is over. @return each with since when they are gone */
    Map<String, Long> expire(long now) {
        Map<String, Long> gone = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Long>> oldest = leftAt.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Long> left = oldest.next();
            if (now - left.getValue() < holdDownMs) {
                break;
            }
            gone.put(left.getKey(), left.getValue());
            oldest.remove();
        }
        return gone;
    }

    boolean isWaiting() {
        return !leftAt.isEmpty();
    }

    Collection<String> connected() {
        return Set.copyOf(connections.keySet());
    }

    /** Those who are connected, and those in their hold-down. */
    Set<String> available() {
        Set<String> all = new HashSet<>(connections.keySet());
        all.addAll(leftAt.keySet());
        return all;
    }
}
