package io.campanile.bench.hostile;

/**
 * The gateway that is attacked, on this machine.
 *
 * @param token      the admin's
 * @param userToken  that of a user without a household
 * @param tokenKey   what tokens are signed with, so that forgeries can be good but for one thing; null when not known
 * @param sn         a registered device
 * @param secret     the device's
 */
public record Target(int httpPort, int mqttPort, String token, String userToken, byte[] tokenKey, String sn, String secret) {
}
