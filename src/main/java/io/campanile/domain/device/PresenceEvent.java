package io.campanile.domain.device;

/**
 * What a broker says of a device's connection.
 *
 * @param sn           null when it concerns every device: the broker itself began anew at {@code ts}
 * @param connectionId null from a broker that does not tell connections apart
 * @param ts           the broker's time, ms; never one from inside a device's message (PROTOCOL 4)
 */
public record PresenceEvent(String sn, String connectionId, boolean online, long ts) {
}
