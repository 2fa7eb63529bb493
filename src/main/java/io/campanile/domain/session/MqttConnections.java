package io.campanile.domain.session;

import java.util.function.LongSupplier;

/** Told by the broker of every connection of a device or a user, once it is logged in. Must not block. Thread-safe. */
public interface MqttConnections {

    /** Where nobody asks. */
    MqttConnections UNHEARD = new MqttConnections() {
        @Override
        public void begin(Connection connection) {
            // nobody asks
        }

        @Override
        public void end(Connection connection) {
            // nobody asks
        }
    };

    /**
     * One connection, as {@code GET /api/v1/connections} shows it (PROTOCOL 11) with the transport {@code mqtt}.
     *
     * @param connectionId never used again, also after a restart
     * @param principal    the device or user behind it
     * @param clientId     the user's {@code client_id}, without the {@code user_id}; the {@code sn} of a device
     * @param address      the IP address it came from
     * @param since        when it was admitted, in ms since the epoch
     * @param lastActivity when its last packet came, in ms since the epoch
     */
    record Connection(String connectionId, Principal principal, String clientId, String address, long since,
                      LongSupplier lastActivity) {
    }

    void begin(Connection connection);

    /** Once for every one that began, also when another has taken over its session. */
    void end(Connection connection);
}
