package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.TELL_DEVICE_STATUS;
import static io.campanile.domain.session.Operation.TELL_SYSTEM_MESSAGES;

import io.campanile.domain.device.DeviceView;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.Sessions;
import io.campanile.flow.Headers;
import org.apache.camel.Exchange;

/** What back ends tell on behalf of others over REST (PROTOCOL 7, end). */
public final class BackEndRoutes extends RestRoutes {

    private final DeviceAccess access;

    public BackEndRoutes(Sessions sessions, RestAnswers answers, DeviceAccess access) {
        super(sessions, answers);
        this.access = access;
    }

    @Override
    void operations() {
        rest("/api/v1/devices/{sn}/status").tag("Devices")
                .post().description("Tell a device's status").to("direct:rest-device-status");
        rest("/api/v1/system-messages").tag("System messages")
                .post().description("Tell everybody who is connected").to("direct:rest-system-message");

        allowed(TELL_DEVICE_STATUS, "rest-device-status", this::address, "direct:device-status?block=false", 200);
        allowed(TELL_SYSTEM_MESSAGES, "rest-system-message", BackEndRoutes::sign, "direct:system-message?block=false", 202);
    }

    private void address(RestRequest request, Exchange exchange) {
        String sn = request.path().get("sn");
        DeviceView device = access.require(request.principal(), TELL_DEVICE_STATUS, sn);
        exchange.getMessage().setHeader(Headers.ONLINE, device.online());
        exchange.getMessage().setHeader(Headers.DEVICE_TYPE, device.device().type());
        exchange.getMessage().setHeader(Headers.SN, sn);
        sign(request, exchange);
    }

    private static void sign(RestRequest request, Exchange exchange) {
        exchange.getMessage().setHeader(Headers.GIVEN_BY, request.principal().id());
    }
}
