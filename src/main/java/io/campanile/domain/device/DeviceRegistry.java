package io.campanile.domain.device;

import java.util.List;
import java.util.Optional;

/** The devices that exist. Thread-safe; blocks on the database. */
public interface DeviceRegistry {

    /** @throws io.campanile.domain.CodedException 409 when the sn is taken */
    void register(Device device, String secret);

    /**
     * Replaces the secret that a device has now.
     *
     * @return false, and nothing has changed, when it is not {@code before}
     */
    boolean rotateSecret(String sn, String before, String secret);

    Optional<DeviceCredentials> credentials(String sn);

    /** A device with all that is known of it. */
    Optional<DeviceView> find(String sn);

    /**
     * A page of devices, by sn.
     *
     * @param type  only this type; null for all
     * @param after the last sn of the page before, exclusive; null for the first page
     */
    List<DeviceView> page(String type, String after, int limit);
}
