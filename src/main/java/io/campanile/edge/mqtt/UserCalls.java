package io.campanile.edge.mqtt;

import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.flow.Headers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Actions of residents in calls, by {@code users/{user_id}/calls/action} (PROTOCOL 4): there everybody is the callee they are. */
public final class UserCalls implements ServiceRequests {

    private final FlowRequests flows;

    public UserCalls(FlowRequests flows) {
        this.flows = flows;
    }

    @Override
    public CompletionStage<Map<String, Object>> answer(ServiceRequest request) {
        requireTimestamp(request.values());
        Principal resident = Principal.user(request.userId(), Set.of(Role.USER), null, Long.MAX_VALUE, 0);
        return flows.ask("direct:call-signal?block=false", request.values(), Map.of(Headers.CALL_ACTOR, CallActor.callee(resident)));
    }

    /** By it a repeat is known, which on MQTT is part of the protocol. */
    static void requireTimestamp(Map<String, Object> values) {
        if (values.get("timestamp") == null) {
            throw CodedException.invalid("timestamp", "is required");
        }
    }
}
