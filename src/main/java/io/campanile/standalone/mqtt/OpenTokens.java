package io.campanile.standalone.mqtt;

import io.campanile.domain.session.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The connections that were opened by a token, so that they end when it is revoked (PROTOCOL 3). Thread-safe. */
final class OpenTokens {

    private final Set<MqttConnection> connections = ConcurrentHashMap.newKeySet();

    void opened(MqttConnection connection) {
        connections.add(connection);
    }

    void closed(MqttConnection connection) {
        connections.remove(connection);
    }

    /** Rare, so it looks at all of them. */
    void revoked(Predicate<Principal> ended) {
        connections.stream().filter(connection -> ended.test(connection.principal())).forEach(MqttConnection::revoked);
    }
}
