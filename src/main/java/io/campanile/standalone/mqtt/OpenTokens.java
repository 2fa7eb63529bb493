package io.campanile.standalone.mqtt;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which connections which token opened, so that they end when it is revoked (PROTOCOL 3). Thread-safe. */
final class OpenTokens {

    private final ConcurrentMap<String, Set<MqttConnection>> byToken = new ConcurrentHashMap<>();

    void opened(MqttConnection connection) {
        byToken.compute(connection.principal().tokenId(), (id, present) -> {
            Set<MqttConnection> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(connection);
            return all;
        });
    }

    void closed(MqttConnection connection) {
        byToken.computeIfPresent(connection.principal().tokenId(), (id, present) -> {
            present.remove(connection);
            return present.isEmpty() ? null : present;
        });
    }

    void revoked(String tokenId) {
        byToken.getOrDefault(tokenId, Set.of()).forEach(MqttConnection::revoked);
    }
}
