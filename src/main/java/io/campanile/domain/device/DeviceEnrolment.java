package io.campanile.domain.device;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Lets a device in: registers it and hands out its secret (PROTOCOL 3). A secret is shown to the caller this once.
 * Thread-safe; blocks on the database.
 */
public final class DeviceEnrolment {

    private static final int LONGEST_NAME = 255;
    private static final int SECRET_BYTES = 32;

    private final DeviceRegistry devices;
    private final DeviceTypes types;
    private final Consumer<DeviceCredentials> ended;
    private final SecureRandom random = new SecureRandom();

    /** @param ended told of credentials that are good no longer, to end what came by them; may fail with 503 */
    public DeviceEnrolment(DeviceRegistry devices, DeviceTypes types, Consumer<DeviceCredentials> ended) {
        this.devices = devices;
        this.types = types;
        this.ended = ended;
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
     * Replaces the secret; the one before is good no longer, and the connections that came by it end. It ends first: what
     * fails in between is made good by rotating again, where a new secret could not be shown a second time.
     *
     * @throws CodedException 404 when there is no such device; 409 when somebody else rotates it just now; 503 when it is to
     *         be done again
     */
    public String rotateSecret(String sn) {
        DeviceCredentials before = devices.credentials(Ids.require("sn", sn)).orElseThrow(() -> CodedException.notFound("device: " + sn));
        ended.accept(before);
        String secret = newSecret();
        if (!devices.rotateSecret(sn, before.secret(), secret)) {
            throw new CodedException(ErrorCode.CONFLICT, "the secret of " + sn + " is being replaced already");
        }
        return secret;
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
