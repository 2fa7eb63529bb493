package io.campanile.edge.websocket;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one event loop that are logged in, and the pushes that wait for their turn on it. Pushes are worked
 * off in their order, a slice at a time, so that thousands of connections do not hold up what else the loop does. What
 * is not said to be thread-safe belongs to the event loop.
 */
final class LoopConnections {

    /** Connections; some 2 ms of writing. */
    private static final int SLICE = 256;

    private final Context loop;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<String, Set<Connection>> byClientId = new HashMap<>();
    private final Deque<LoopPush> waiting = new ArrayDeque<>();
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
            waiting.add(push);
            if (waiting.size() == 1) {
                work();
            }
        });
    }

    private void work() {
        int left = SLICE;
        while (left > 0 && !waiting.isEmpty()) {
            left -= waiting.peek().advance(this, left);
            if (waiting.peek().isDone()) {
                waiting.remove();
            }
        }
        if (!waiting.isEmpty()) {
            loop.runOnContext(v -> work());
        }
    }
}
