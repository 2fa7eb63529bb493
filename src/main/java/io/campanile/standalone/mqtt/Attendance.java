package io.campanile.standalone.mqtt;

import io.campanile.domain.session.ConnectionRegistry;
import java.util.function.Supplier;

/**
 * What follows from a client's coming and going: a device's is told on the broker's own topics, everybody's to the
 * {@link ConnectionRegistry}. Thread-safe.
 */
final class Attendance {

    private final ClientPresence presence;
    private final MqttConnections connections;
    private final MqttDeliveries deliveries;
    private final Supplier<ConnectionRegistry> registry;

    /** @param registry asked at every event; always the same once a client was admitted */
    Attendance(ClientPresence presence, MqttConnections connections, MqttDeliveries deliveries, Supplier<ConnectionRegistry> registry) {
        this.presence = presence;
        this.connections = connections;
        this.deliveries = deliveries;
        this.registry = registry;
    }

    void begin(MqttConnection connection) {
        if (connection.principal().isDevice()) {
            presence.begin(connection.clientId(), connection.id());
        }
        connections.opened(connection);
        registry.get().opened(connection);
        registry.get().authenticated(connection);
        deliveries.connected(connection);
    }

    /** A device said on its status topic whether it is there. */
    void said(MqttConnection connection, boolean online) {
        presence.said(connection.clientId(), connection.id(), online);
    }

    void end(MqttConnection connection) {
        deliveries.gone(connection);
        connections.closed(connection);
        registry.get().closed(connection);
        if (connection.principal().isDevice()) {
            presence.end(connection.clientId(), connection.id());
        }
    }
}
