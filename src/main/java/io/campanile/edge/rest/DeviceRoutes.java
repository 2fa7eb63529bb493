package io.campanile.edge.rest;

import io.campanile.domain.session.Sessions;

import static io.campanile.domain.session.Operation.MANAGE_DEVICES;
import static io.campanile.domain.session.Operation.READ_DEVICES;

/** Devices over REST (PROTOCOL 3 and 9). */
public final class DeviceRoutes extends RestRoutes {

    private final DeviceOperations devices;

    public DeviceRoutes(Sessions sessions, RestAnswers answers, DeviceOperations devices) {
        super(sessions, answers);
        this.devices = devices;
    }

    @Override
    void operations() {
        rest("/api/v1/devices").tag("Devices")
                .post().to("direct:rest-device-register")
                .get().to("direct:rest-device-list")
                .get("/{sn}").to("direct:rest-device-read")
                .post("/{sn}/secret").to("direct:rest-device-secret")
                .get("/{sn}/reports").to("direct:rest-device-reports");

        allowed(MANAGE_DEVICES, "rest-device-register", "Register a device", devices, "register", 201);
        allowed(MANAGE_DEVICES, "rest-device-secret", "Replace a device's secret", devices, "rotateSecret", 200);
        allowed(READ_DEVICES, "rest-device-list", "List devices", devices, "list", 200);
        allowed(READ_DEVICES, "rest-device-read", "Show a device and its state", devices, "read", 200);
        allowed(READ_DEVICES, "rest-device-reports", "List a device's reports", devices, "reports", 200);
    }
}
