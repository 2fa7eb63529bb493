package io.campanile.domain.device;

/**
 * Whether a device is connected.
 *
 * @param ts when that began, ms, by the broker's clock
 */
public record Presence(String sn, String type, boolean online, long ts) {
}
