package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.call.CallAccess;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.call.Party;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.flow.Headers;
import io.vertx.core.Future;
import java.util.Map;

/** What is looked at before the flows of calls get a request (PROTOCOL 5 and 7). Called on the connection's event loop. */
public final class CallServices {

    private static final String DEVICE_ID = "device_id";

    private final DeviceAccess devices;
    private final CallAccess calls;

    public CallServices(DeviceAccess devices, CallAccess calls) {
        this.devices = devices;
        this.calls = calls;
    }

    /** A device calls for itself; a user lets a device call. */
    Future<RouteRequest> initiate(Request request) {
        Connection connection = request.connection();
        Principal principal = connection.principal();
        String sn = principal.isDevice() && !request.has(DEVICE_ID) ? principal.id() : request.text(DEVICE_ID);
        if (principal.isDevice() && !sn.equals(principal.id())) {
            throw new CodedException(ErrorCode.FORBIDDEN, "device_id: a device calls for itself alone");
        }
        return connection.executeBlocking(() -> {
            devices.require(principal, Operation.START_CALLS, DEVICE_ID, sn);
            return new RouteRequest(request.values(), Map.of(Headers.SN, sn, Headers.PARTY, new Party(principal.kind(), principal.id())));
        });
    }

    Future<RouteRequest> act(Request request) {
        return Future.succeededFuture(new RouteRequest(request.values(), Map.of(Headers.CALL_ACTOR, CallActor.of(request.connection().principal()))));
    }

    Future<?> get(Request request) {
        String callId = request.text("call_id");
        Connection connection = request.connection();
        return connection.executeBlocking(() -> calls.require(connection.principal(), callId).fields());
    }
}
