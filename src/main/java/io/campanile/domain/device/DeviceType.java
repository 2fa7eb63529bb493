package io.campanile.domain.device;

import java.util.Set;

/**
 * A kind of device; a new one is configuration (CAPABILITIES 3.08).
 *
 * @param alertSections the sections of a report whose code raises an alert when it leaves 0
 */
public record DeviceType(String name, Set<String> alertSections) {
}
