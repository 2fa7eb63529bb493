package io.campanile.standalone.mqtt;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which devices are connected, on {@code broker/clients/{client_id}/presence}: {@code {"client_id", "connection_id", "online",
 * "ts"}}, ts being the broker's time in ms. For one client the events come in the order of its connections, each begin
 * with exactly one end; on a takeover the old connection's end comes before the new one's begin. {@code connection_id} is
 * never used again, also after a restart. Users and the gateway's own clients are left out. Thread-safe.
 */
final class ClientPresence {

    private static final Logger LOG = LoggerFactory.getLogger(ClientPresence.class);

    private final ConcurrentMap<String, String> connections = new ConcurrentHashMap<>();
    private final BrokerPublisher publisher;
    private final Clock clock;

    ClientPresence(BrokerPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** A login was accepted. */
    void begin(String clientId, String connectionId) {
        // Publishing inside compute makes the order of events the order of the map's changes; it does not block
        connections.compute(clientId, (id, old) -> {
            if (old != null) {
                publish(id, old, false);
            }
            publish(id, connectionId, true);
            return connectionId;
        });
    }

    /**
     * A device said on its status topic whether it is there (PROTOCOL 4): told with the broker's time and its connection,
     * so that a late one can be recognised.
     */
    void said(String clientId, String connectionId, boolean online) {
        connections.computeIfPresent(clientId, (id, current) -> {
            if (current.equals(connectionId)) {
                publish(id, connectionId, online);
            }
            return current;
        });
    }

    /** The connection is gone; does nothing when a takeover has told so already. */
    void end(String clientId, String connectionId) {
        connections.computeIfPresent(clientId, (id, current) -> {
            if (!current.equals(connectionId)) {
                return current;
            }
            publish(id, connectionId, false);
            return null;
        });
    }

    private void publish(String clientId, String connectionId, boolean online) {
        LOG.info("MQTT client {} is {} ({})", clientId, online ? "online" : "offline", connectionId);
        publisher.publish("broker/clients/" + clientId + "/presence", event -> event
                .put("client_id", clientId)
                .put("connection_id", connectionId)
                .put("online", online)
                .put("ts", clock.millis()));
    }
}
