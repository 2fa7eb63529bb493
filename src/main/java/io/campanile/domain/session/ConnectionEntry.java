package io.campanile.domain.session;

/**
 * A connection as every node can tell of it (PROTOCOL 11).
 *
 * @param userId       who it is; null for a device, and before logging in
 * @param sn           which device it is; null for a user, and before logging in
 * @param node         the node that holds it
 * @param since        when it connected, ms
 * @param lastActivity when its client last sent something, ms
 */
public record ConnectionEntry(String connectionId, String userId, String sn, String clientId, Transport transport, String node,
        ConnectionState state, String address, long since, long lastActivity) {

    /** What there is to tell now. */
    public static ConnectionEntry of(LiveConnection connection, String node) {
        Principal principal = connection.principal();
        boolean device = principal != null && principal.isDevice();
        return new ConnectionEntry(connection.id(), principal == null || device ? null : principal.id(), device ? principal.id() : null,
                connection.clientId(), connection.transport(), node, connection.state(), connection.address(), connection.since(),
                connection.lastActivity());
    }
}
