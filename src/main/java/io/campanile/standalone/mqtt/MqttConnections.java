package io.campanile.standalone.mqtt;

import io.campanile.domain.session.Principal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The connections of devices and users to the broker, from their admission to their end. Thread-safe. */
final class MqttConnections {

    private final Set<MqttConnection> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<MqttConnection>> byUser = new ConcurrentHashMap<>();

    void opened(MqttConnection connection) {
        all.add(connection);
        if (!connection.principal().isDevice()) {
            byUser.compute(connection.principal().id(), (id, connections) -> {
                Set<MqttConnection> present = connections == null ? ConcurrentHashMap.newKeySet() : connections;
                present.add(connection);
                return present;
            });
        }
    }

    void closed(MqttConnection connection) {
        all.remove(connection);
        if (!connection.principal().isDevice()) {
            byUser.computeIfPresent(connection.principal().id(), (id, connections) -> {
                connections.remove(connection);
                return connections.isEmpty() ? null : connections;
            });
        }
    }

    /** In no order; those that come or go meanwhile may be missing. */
    Collection<MqttConnection> all() {
        return all;
    }

    Collection<MqttConnection> ofUser(String userId) {
        return byUser.getOrDefault(userId, Set.of());
    }

    /** Ends those whose token was revoked, or whose secret was replaced (PROTOCOL 3). Rare, so it looks at all of them. */
    void revoked(Predicate<Principal> ended) {
        all.stream().filter(connection -> ended.test(connection.principal())).forEach(MqttConnection::revoked);
    }
}
