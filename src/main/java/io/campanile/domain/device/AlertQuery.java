package io.campanile.domain.device;

/**
 * Which alerts (PROTOCOL 9). Null stands for all.
 *
 * @param residentOf only those of devices in the households of this user
 */
public record AlertQuery(String sn, Alert.State state, String residentOf) {
}
