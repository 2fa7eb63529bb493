package io.campanile.domain.device;

/**
 * A device as it was registered.
 *
 * @param name null when it was given none
 */
public record Device(String sn, String type, String name) {
}
