package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceView;

/** Whether somebody may do something with one device (PROTOCOL 3). Thread-safe; blocks on the database. */
public final class DeviceAccess {

    private final DeviceRegistry devices;
    private final Households households;

    public DeviceAccess(DeviceRegistry devices, Households households) {
        this.devices = devices;
        this.households = households;
    }

    /**
     * @return the device
     * @throws CodedException 400 for an ill-formed sn, 403 when it is not of one's household and has to be, 404 when there is none
     */
    public DeviceView require(Principal principal, Operation operation, String sn) {
        return require(principal, operation, "sn", sn);
    }

    /** The same where the sn has another name. */
    public DeviceView require(Principal principal, Operation operation, String field, String sn) {
        Ids.require(field, sn);
        if (Access.require(principal, operation) == Reach.HOUSEHOLD && !households.share(principal.id(), sn)) {
            throw new CodedException(ErrorCode.FORBIDDEN, field + ": " + sn + " is not in your household");
        }
        return devices.find(sn).orElseThrow(() -> CodedException.notFound("device: " + sn));
    }
}
