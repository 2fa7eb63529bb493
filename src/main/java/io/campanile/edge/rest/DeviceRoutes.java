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
                .post().description("Register a device").to("direct:rest-device-register")
                .get().description("List devices").to("direct:rest-device-list")
                .get("/{sn}").description("Show a device and its state").to("direct:rest-device-read")
                .post("/{sn}/secret").description("Replace a device's secret").to("direct:rest-device-secret")
                .get("/{sn}/reports").description("List a device's reports").to("direct:rest-device-reports");

        allowed(MANAGE_DEVICES, "rest-device-register", devices, "register", 201);
        allowed(MANAGE_DEVICES, "rest-device-secret", devices, "rotateSecret", 200);
        allowed(READ_DEVICES, "rest-device-list", devices, "list", 200);
        allowed(READ_DEVICES, "rest-device-read", devices, "read", 200);
        allowed(READ_DEVICES, "rest-device-reports", devices, "reports", 200);
    }
}
