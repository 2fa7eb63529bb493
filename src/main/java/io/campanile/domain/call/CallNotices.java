package io.campanile.domain.call;

import static io.campanile.domain.call.CallEvent.put;

import io.campanile.domain.call.CallNotice.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is told what when something happens to a call, by the table of {@link CallState} (PROTOCOL 7). */
public final class CallNotices {

    private static final String ANSWERED_ELSEWHERE = "answered_elsewhere";

    private CallNotices() {
    }

    /**
     * What the event says, in the order in which it is to be told. One that is told late, after a crash, says no more what the
     * call has left behind: nobody's phone is to ring for a call that is over.
     *
     * @param call after the event, or after later ones
     */
    public static List<CallNotice> of(CallSession call, CallEvent event) {
        if (event.move() == CallMove.INITIATE) {
            return beginning(call, event);
        }
        CallState before = call.events().get(event.seq() - 2).state();
        Transition transition = before.after(event.move());
        return switch (transition.told()) {
            case RINGING_HERE -> call.state() == CallState.RINGING ? to(callers(call), control(call, event, CallAction.RINGING, null)) : List.of();
            case REJECTED -> to(everybody(call), control(call, event, CallAction.REJECTED, free(event.signal().reason())));
            case ANSWERED -> answered(call, event);
            case CLOSING -> to(call.answeredBy() == null ? everybody(call) : talking(call),
                    control(call, event, transition.end().closing(), transition.end().wireName()));
        };
    }

    private static List<CallNotice> beginning(CallSession call, CallEvent event) {
        List<CallNotice> notices = new ArrayList<>();
        notices.add(new CallNotice(Party.device(call.start().deviceId()), Kind.CONTROL, initiated(call, call.start().requestId())));
        boolean rings = call.state().on(CallMove.ANSWER).isPresent();
        call.callees().forEach((resident, standing) -> {
            if (rings && standing.isCalled()) {
                notices.add(new CallNotice(Party.user(resident), Kind.INCOMING, incoming(call, resident, event.at())));
            }
        });
        return notices;
    }

    /** By which a device learns its call. @param requestId as it asked for it; null when it did not say one */
    public static Map<String, Object> initiated(CallSession call, String requestId) {
        Map<String, Object> values = control(call, call.events().get(0), CallAction.INITIATED, null);
        put(values, "request_id", requestId);
        values.put("target_resident_ids", call.start().targets());
        values.put("expires_at", call.start().ringUntil());
        return values;
    }

    private static Map<String, Object> incoming(CallSession call, String resident, long at) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("call_id", call.callId());
        values.put("device_id", call.start().deviceId());
        values.put("target_resident_id", resident);
        values.put("timestamp", at);
        values.put("expires_at", call.start().ringUntil());
        values.put("room_id", call.start().roomId());
        return values;
    }

    private static List<CallNotice> answered(CallSession call, CallEvent event) {
        List<CallNotice> notices = new ArrayList<>(to(talking(call), control(call, event, CallAction.ANSWERED, free(event.signal().reason()))));
        List<Party> others = new ArrayList<>(invited(call));
        others.remove(Party.user(event.signal().residentId()));
        notices.addAll(to(others, control(call, event, CallAction.CANCELLED, ANSWERED_ELSEWHERE)));
        return notices;
    }

    private static Map<String, Object> control(CallSession call, CallEvent event, CallAction action, String reason) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("message_type", "call_control");
        values.put("action", action.wireName());
        values.put("call_id", call.callId());
        values.put("timestamp", event.at());
        put(values, "reason", reason);
        values.put("device_id", call.start().deviceId());
        put(values, "resident_id", event.signal().residentId());
        values.put("room_id", call.start().roomId());
        return values;
    }

    /** A reason of somebody's own; an end reason would make others take the control for the closing one. */
    private static String free(String reason) {
        return EndReason.isOne(reason) ? null : reason;
    }

    private static List<CallNotice> to(List<Party> parties, Map<String, Object> values) {
        return parties.stream().map(party -> new CallNotice(party, Kind.CONTROL, values)).toList();
    }

    /** The device, and who rings on its behalf. */
    private static List<Party> callers(CallSession call) {
        Party device = Party.device(call.start().deviceId());
        Party by = call.start().startedBy();
        return by.isDevice() || call.callees().containsKey(by.id()) ? List.of(device) : List.of(device, by);
    }

    private static List<Party> talking(CallSession call) {
        return and(callers(call), List.of(Party.user(call.answeredBy())));
    }

    private static List<Party> everybody(CallSession call) {
        return and(callers(call), invited(call));
    }

    private static List<Party> and(List<Party> some, List<Party> others) {
        List<Party> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** The callees who were told of the call. */
    private static List<Party> invited(CallSession call) {
        return call.start().targets().stream().filter(target -> !call.start().busy().contains(target)).map(Party::user).toList();
    }
}
