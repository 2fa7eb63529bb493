package io.campanile.edge.line;

import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.Drainable;
import io.campanile.domain.session.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The line protocol's connections of this node, told to the registry of all: at most one a user (PROTOCOL 10). Thread-safe. */
public final class LineHub implements Drainable {

    private final Set<LineConnection> all = ConcurrentHashMap.newKeySet();
    private final Map<String, LineConnection> byUser = new ConcurrentHashMap<>();
    private final ConnectionRegistry registry;
    private volatile boolean refusing;

    /** @param registry told of each connection, for the other nodes */
    public LineHub(ConnectionRegistry registry) {
        this.registry = registry;
    }

    /** The connection of a user. */
    public Optional<LineConnection> ofUser(String userId) {
        return Optional.ofNullable(byUser.get(userId));
    }

    /** In no order. */
    Stream<LineConnection> loggedIn() {
        return byUser.values().stream();
    }

    /** Closes the connections of those whose token was revoked (PROTOCOL 3). Rare, so it looks at all of them. */
    public void revoked(Predicate<Principal> ended) {
        for (LineConnection connection : byUser.values()) {
            if (ended.test(connection.principal())) {
                connection.close(Farewell.TOKEN);
            }
        }
    }

    /** Whoever comes is told goodbye. */
    @Override
    public void refuse() {
        refusing = true;
    }

    @Override
    public List<Runnable> goodbyes() {
        return all.stream().map(connection -> (Runnable) () -> connection.close(Farewell.SHUTTING_DOWN)).toList();
    }

    @Override
    public int present() {
        return all.size();
    }

    void opened(LineConnection connection) {
        all.add(connection);
        registry.opened(connection);
        if (refusing) {
            connection.close(Farewell.SHUTTING_DOWN);
        }
    }

    /** On the connection's event loop; takes over from an older connection of the same user. */
    void authenticated(LineConnection connection) {
        LineConnection older = byUser.put(connection.principal().id(), connection);
        if (older != null && older != connection) {
            older.takenOver();
        }
        registry.authenticated(connection);
    }

    /** On the connection's event loop, once. */
    void closed(LineConnection connection) {
        all.remove(connection);
        registry.closed(connection);
        if (connection.principal() != null) {
            byUser.remove(connection.principal().id(), connection);
        }
    }
}
