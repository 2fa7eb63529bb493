package io.campanile.domain.device;

/**
 * An alert as it stands after a change.
 *
 * @param type the device's type
 */
public record AlertChange(Alert alert, String type) {
}
