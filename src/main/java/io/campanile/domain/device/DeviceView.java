package io.campanile.domain.device;

/**
 * A device as people see it.
 *
 * @param lastSeen our time of the last sign of life, ms; 0 for never
 */
public record DeviceView(Device device, boolean online, DeviceState state, long lastSeen) {
}
