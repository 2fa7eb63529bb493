package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.ACT_IN_CALLS;
import static io.campanile.domain.session.Operation.READ_CALLS;
import static io.campanile.domain.session.Operation.START_CALLS;

import io.campanile.domain.Ids;
import io.campanile.domain.call.CallAccess;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.call.CallQuery;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.Calls;
import io.campanile.domain.call.Party;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Sessions;
import io.campanile.flow.Headers;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Calls over REST (PROTOCOL 7). */
public final class CallRoutes extends RestRoutes {

    private static final String SIGNAL = "direct:call-signal?block=false";
    private static final String DEVICE_ID = "device_id";
    private static final String CALL_ID = "call_id";

    private final DeviceAccess devices;
    private final CallAccess access;
    private final Calls calls;

    public CallRoutes(Sessions sessions, RestAnswers answers, DeviceAccess devices, CallAccess access, Calls calls) {
        super(sessions, answers);
        this.devices = devices;
        this.access = access;
        this.calls = calls;
    }

    @Override
    void operations() {
        rest("/api/v1/calls").tag("Calls")
                .post().description("Let a device call").to("direct:rest-call-start")
                .get().description("List calls, newest first").to("direct:rest-call-list")
                .get("/{call_id}").description("Show a call and its events").to("direct:rest-call-read")
                .delete("/{call_id}").description("End a call").to("direct:rest-call-end")
                .post("/{call_id}/caller-actions").description("Act as the caller").to("direct:rest-call-caller-act")
                .post("/{call_id}/callee-actions").description("Act as a callee").to("direct:rest-call-callee-act");

        allowed(START_CALLS, "rest-call-start", this::address, "direct:call-request?block=false", 201);
        allowed(READ_CALLS, "rest-call-list", this, "list", 200);
        allowed(READ_CALLS, "rest-call-read", this, "read", 200);
        bodiless(ACT_IN_CALLS, "rest-call-end", as(CallActor::ending), SIGNAL, RestAnswers.NO_CONTENT);
        allowed(ACT_IN_CALLS, "rest-call-caller-act", as(CallActor::caller), SIGNAL, 200);
        allowed(ACT_IN_CALLS, "rest-call-callee-act", as(CallActor::callee), SIGNAL, 200);
    }

    private void address(RestRequest request, Exchange exchange) {
        String sn = request.fields().text(DEVICE_ID);
        devices.require(request.principal(), START_CALLS, DEVICE_ID, sn);
        exchange.getMessage().setHeader(Headers.SN, sn);
        exchange.getMessage().setHeader(Headers.PARTY, Party.user(request.principal().id()));
    }

    private static BiConsumer<RestRequest, Exchange> as(Function<Principal, CallActor> actor) {
        return (request, exchange) -> {
            exchange.getMessage().setHeader(Headers.CALL_ID, request.path().get(CALL_ID));
            exchange.getMessage().setHeader(Headers.CALL_ACTOR, actor.apply(request.principal()));
        };
    }

    /** Called by the route: newest first, or from {@code after} on towards the present. */
    public Map<String, Object> list(RestRequest request) {
        CallQuery query = access.restrict(request.principal(), new CallQuery(id(request, DEVICE_ID), id(request, "resident_id"), null,
                request.time("from", 0), request.time("to", Long.MAX_VALUE)));
        return Page.of("calls", request.limit(), rows -> calls.page(query, request.text("before"), request.text("after"), rows)
                .stream().map(CallSession::record).toList());
    }

    private static String id(RestRequest request, String parameter) {
        String id = request.text(parameter);
        return id == null ? null : Ids.require(parameter, id);
    }

    /** Called by the route. */
    public Map<String, Object> read(RestRequest request) {
        return access.require(request.principal(), request.path().get(CALL_ID)).fields();
    }
}
