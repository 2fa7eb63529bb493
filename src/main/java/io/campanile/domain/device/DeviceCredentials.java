package io.campanile.domain.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a device proves itself by, and what it is known to be once it has.
 *
 * @param secret as it was shown when it was made
 * @param type   the device's
 */
public record DeviceCredentials(String secret, String type) {

    private static final int ID_BYTES = 8;

    /** Names the secret without telling it, so that what came by it can be ended. */
    public String secretId() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return "device:" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Never shows the secret: records end in logs. */
    @Override
    public String toString() {
        return "DeviceCredentials[" + type + "]";
    }
}
