package io.campanile.standalone.mqtt;

import io.campanile.domain.session.MqttConnections;
import java.util.function.Supplier;

/**
 * What follows from a client's coming and going: a device's is told on the broker's own topics, everybody's to
 * {@link MqttConnections}, and who came by a token goes with it. Thread-safe.
 */
final class Attendance {

    private final ClientPresence presence;
    private final OpenTokens tokens;
    private final Supplier<MqttConnections> listener;

    /** @param listener asked at every event; always the same once a client was admitted */
    Attendance(ClientPresence presence, OpenTokens tokens, Supplier<MqttConnections> listener) {
        this.presence = presence;
        this.tokens = tokens;
        this.listener = listener;
    }

    /** @param end ends the connection, from whichever thread */
    void begin(MqttConnections.Connection connection, Runnable end) {
        if (connection.principal().isDevice()) {
            presence.begin(connection.clientId(), connection.connectionId());
        } else {
            tokens.opened(connection.principal().tokenId(), end);
        }
        listener.get().begin(connection);
    }

    /** A device said on its status topic whether it is there. */
    void said(MqttConnections.Connection connection, boolean online) {
        presence.said(connection.clientId(), connection.connectionId(), online);
    }

    void end(MqttConnections.Connection connection, Runnable end) {
        listener.get().end(connection);
        if (connection.principal().isDevice()) {
            presence.end(connection.clientId(), connection.connectionId());
        } else {
            tokens.closed(connection.principal().tokenId(), end);
        }
    }
}
