package io.campanile.domain.device;

/**
 * What a broker, or a node that holds WebSockets, says of a device's connection.
 *
 * @param sn           null when it concerns every device that the broker, or the node, held before {@code ts}: it began anew, or
 *                     it is gone
 * @param connectionId null from a broker that does not tell connections apart
 * @param ts           the broker's or the node's time, ms; never one from inside a device's message (PROTOCOL 4)
 * @param node         the node that holds the WebSocket; null when a broker speaks
 */
public record PresenceEvent(String sn, String connectionId, boolean online, long ts, String node) {

    /** What a broker says. */
    public PresenceEvent(String sn, String connectionId, boolean online, long ts) {
        this(sn, connectionId, online, ts, null);
    }
}
