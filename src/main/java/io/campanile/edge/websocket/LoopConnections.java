package io.campanile.edge.websocket;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one event loop that are logged in, and the pushes that wait for their turn on it. Pushes are worked
 * off in their order, a slice at a time, so that thousands of connections do not hold up what else the loop does; those
 * that wait for the same connections go along them together, so that each connection is sent all of them at once. What is
 * not said to be thread-safe belongs to the event loop.
 */
final class LoopConnections {

    /** Frames; some 2 ms of writing. */
    private static final int SLICE = 256;
    /** Pushes that go together: far fewer than may wait for a connection. */
    private static final int TOGETHER = 64;

    private final Context loop;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<String, Set<Connection>> byClientId = new HashMap<>();
    private final Deque<LoopPush> waiting = new ArrayDeque<>();
    private final List<LoopPush> underWay = new ArrayList<>();
    private Iterator<Connection> next;
    /** A copy to walk along while connections come and go; null when it is out of date. */
    private List<Connection> all;

    LoopConnections(Context loop) {
        this.loop = loop;
    }

    void add(Connection connection) {
        if (connections.add(connection)) {
            byClientId.computeIfAbsent(connection.clientId(), id -> new LinkedHashSet<>()).add(connection);
            all = null;
        }
    }

    void remove(Connection connection) {
        if (connections.remove(connection)) {
            byClientId.computeIfPresent(connection.clientId(), (id, some) -> {
                some.remove(connection);
                return some.isEmpty() ? null : some;
            });
            all = null;
        }
    }

    /** A list that does not change. */
    Collection<Connection> all() {
        if (all == null) {
            all = List.copyOf(connections);
        }
        return all;
    }

    /** A list that does not change. */
    Collection<Connection> ofClient(String clientId) {
        Set<Connection> some = byClientId.get(clientId);
        return some == null ? List.of() : new ArrayList<>(some);
    }

    /** Works the push off after those that came before it. Thread-safe. */
    void push(LoopPush push) {
        loop.runOnContext(v -> {
            boolean idle = isIdle();
            waiting.add(push);
            if (idle) {
                work();
            }
        });
    }

    private boolean isIdle() {
        return underWay.isEmpty() && waiting.isEmpty();
    }

    private void work() {
        int left = SLICE;
        while (left > 0 && !isIdle()) {
            if (underWay.isEmpty()) {
                begin();
            }
            left -= advance(left);
        }
        if (!isIdle()) {
            loop.runOnContext(v -> work());
        }
    }

    private void begin() {
        Collection<Connection> candidates = waiting.peek().candidates(this);
        next = candidates.iterator();
        do {
            underWay.add(waiting.remove());
        } while (underWay.size() < TOGETHER && !waiting.isEmpty() && waiting.peek().candidates(this) == candidates);
    }

    /** @return how many frames it offered, about {@code limit} at most; at least 1, as even an empty push costs something */
    private int advance(int limit) {
        int offered = 0;
        while (offered < limit && next.hasNext()) {
            Connection connection = next.next();
            underWay.forEach(push -> push.offer(connection));
            offered += underWay.size();
        }
        if (!next.hasNext()) {
            underWay.forEach(LoopPush::end);
            underWay.clear();
        }
        return Math.max(1, offered);
    }
}
