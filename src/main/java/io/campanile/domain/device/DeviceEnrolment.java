package io.campanile.domain.device;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Lets a device in: registers it and hands out its secret (PROTOCOL 3). A secret is shown to the caller this once.
 * Thread-safe; blocks on the database.
 */
public final class DeviceEnrolment {

    private static final int LONGEST_NAME = 255;
    private static final int SECRET_BYTES = 32;

    private final DeviceRegistry devices;
    private final DeviceTypes types;
    private final SecureRandom random = new SecureRandom();

    public DeviceEnrolment(DeviceRegistry devices, DeviceTypes types) {
        this.devices = devices;
        this.types = types;
    }

    /**
     * @param device its name may be null
     * @return the device's secret
     * @throws CodedException 400 naming the field; 409 when the sn is taken
     */
    public String register(Device device) {
        Ids.require("sn", device.sn());
        types.require("type", device.type());
        if (device.name() != null && device.name().length() > LONGEST_NAME) {
            throw CodedException.invalid("name", "must be at most " + LONGEST_NAME + " characters");
        }
        String secret = newSecret();
        devices.register(device, secret);
        return secret;
    }

    /**
     * Replaces the secret; the one before is good no longer.
     *
     * @throws CodedException 404 when there is no such device
     */
    public String rotateSecret(String sn) {
        String secret = newSecret();
        devices.rotateSecret(Ids.require("sn", sn), secret);
        return secret;
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
