package io.campanile.edge.websocket;

import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.Drainable;
import io.campanile.domain.session.Principal;
import io.vertx.core.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The connections of this node. Every lookup, and coming and going, costs the same however many there are. Thread-safe. */
public final class Hub implements Drainable {

    /** One installation of a user; only one connection at a time is its own (PROTOCOL 5, close code 4001). */
    private record Installation(Principal.Kind kind, String owner, String clientId) {

        static Installation of(Connection connection) {
            Principal principal = connection.principal();
            // A device is one installation, however often it connects
            return new Installation(principal.kind(), principal.id(), principal.isDevice() ? "" : connection.clientId());
        }
    }

    private final ConnectionRegistry registry;
    private volatile boolean refusing;
    private volatile Consumer<Connection> arrivals = connection -> { };
    private volatile Consumer<Connection> departures = connection -> { };
    private final Map<String, Connection> byId = new ConcurrentHashMap<>();
    private final Map<Installation, Connection> byInstallation = new ConcurrentHashMap<>();
    private final Map<String, Set<Connection>> byUser = new ConcurrentHashMap<>();
    private final Map<Context, LoopConnections> byLoop = new ConcurrentHashMap<>();

    /** @param registry told of each connection, for the other nodes */
    public Hub(ConnectionRegistry registry) {
        this.registry = registry;
    }

    /** @param listener told of each connection that logs in, on its event loop; a second login of it is told too */
    public void onArrival(Consumer<Connection> listener) {
        arrivals = arrivals.andThen(listener);
    }

    /** @param listener told of each connection that ends, on its event loop */
    public void onDeparture(Consumer<Connection> listener) {
        departures = departures.andThen(listener);
    }

    public Optional<Connection> find(String connectionId) {
        return Optional.ofNullable(byId.get(connectionId));
    }

    /** All connections, in no order; those that come or go meanwhile may be missing. */
    public Collection<Connection> all() {
        return byId.values();
    }

    /** The connections of a user, in no order. */
    public Collection<Connection> ofUser(String userId) {
        return byUser.getOrDefault(userId, Set.of());
    }

    /** The connection of a device, if it is here. */
    Collection<Connection> ofDevice(String sn) {
        Connection connection = byInstallation.get(new Installation(Principal.Kind.DEVICE, sn, ""));
        return connection == null ? Set.of() : Set.of(connection);
    }

    /** Those who are logged in, by event loop. */
    Collection<LoopConnections> loops() {
        return byLoop.values();
    }

    LoopConnections loopOf(Connection connection) {
        return byLoop.computeIfAbsent(connection.loop(), LoopConnections::new);
    }

    public Optional<Connection> ofInstallation(String userId, String clientId) {
        return Optional.ofNullable(byInstallation.get(new Installation(Principal.Kind.USER, userId, clientId)));
    }

    /** Closes the connections of those whose token was revoked (PROTOCOL 3). Rare, so it looks at all of them. */
    public void revoked(Predicate<Principal> ended) {
        for (Connection connection : all()) {
            if (connection.principal() != null && ended.test(connection.principal())) {
                connection.close(CloseCode.TOKEN);
            }
        }
    }

    @Override
    public void refuse() {
        refusing = true;
    }

    @Override
    public List<Runnable> goodbyes() {
        return byId.values().stream().map(connection -> (Runnable) connection::goAway).toList();
    }

    @Override
    public int present() {
        return byId.size();
    }

    boolean isRefusing() {
        return refusing;
    }

    /** On the connection's event loop. */
    void opened(Connection connection) {
        byId.put(connection.id(), connection);
        registry.opened(connection);
    }

    /** On the connection's event loop; takes over from an older connection of the same installation. */
    void authenticated(Connection connection) {
        // Inside, so that the registry sees the connections of an installation in the same order
        byInstallation.compute(Installation.of(connection), (installation, older) -> {
            if (older != null && older != connection) {
                older.close(CloseCode.TAKEN_OVER);
            }
            registry.authenticated(connection);
            return connection;
        });
        loopOf(connection).add(connection);
        if (!connection.principal().isDevice()) {
            byUser.compute(connection.principal().id(), (id, connections) -> {
                Set<Connection> present = connections == null ? ConcurrentHashMap.newKeySet() : connections;
                present.add(connection);
                return present;
            });
        }
        arrivals.accept(connection);
    }

    /** On the connection's event loop, once. */
    void closed(Connection connection) {
        byId.remove(connection.id());
        registry.closed(connection);
        departures.accept(connection);
        if (connection.principal() != null) {
            byInstallation.remove(Installation.of(connection), connection);
            loopOf(connection).remove(connection);
            byUser.computeIfPresent(connection.principal().id(), (id, connections) -> {
                connections.remove(connection);
                return connections.isEmpty() ? null : connections;
            });
        }
    }
}
