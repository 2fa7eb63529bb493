package io.campanile.domain.call;

import static io.campanile.domain.call.CallEvent.put;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.call.CallSignal.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A call as its events have made it (PROTOCOL 7). Immutable: {@link #decide} says what a signal means, {@link #after} what
 * becomes of it.
 *
 * @param endReason  null while it lives
 * @param callees    how each of its targets stands
 * @param answeredBy who was first; null while nobody has answered
 * @param answeredAt ms; null likewise
 * @param endedAt    ms; null while it lives
 */
public record CallSession(CallStart start, CallState state, EndReason endReason, Map<String, Standing> callees, String answeredBy,
                          Long answeredAt, Long endedAt, List<CallEvent> events) {

    /** A new call; one that can ring at nobody's is over at once. */
    public static CallSession begin(CallStart start) {
        CallSignal wanted = CallSignal.ofCaller(start.startedBy().id(), CallAction.INITIATED, null, null);
        CallSession begun = of(start, List.of(new CallEvent(1, wanted, CallMove.INITIATE, CallState.INITIATED, start.at())));
        return begun.isAnybodyCalled(null) ? begun
                : begun.after(begun.event(CallSignal.allBusy(), CallMove.LAST_BUSY, start.at()));
    }

    /** The call that these events, all that it has, have made. */
    public static CallSession of(CallStart start, List<CallEvent> events) {
        Map<String, Standing> callees = new TreeMap<>();
        start.targets().forEach(target -> callees.put(target, start.busy().contains(target) ? Standing.SKIPPED : Standing.INVITED));
        CallSession call = new CallSession(start, CallState.INITIATED, null, callees, null, null, null, List.of());
        for (CallEvent event : events) {
            call = call.after(event);
        }
        return call;
    }

    /**
     * What the signal does to the call. A repeat does nothing: it is the event that it was before.
     *
     * @return a new event, for {@link #after}; or one that the call {@linkplain #has} already
     * @throws CodedException 403 for who is not called, 409 naming the state and the action for what cannot happen now
     */
    public CallEvent decide(CallSignal signal, long now) {
        Standing standing = callees.get(signal.residentId() == null ? "" : signal.residentId());
        if (signal.side() == Side.CALLEE && standing == null) {
            throw new CodedException(ErrorCode.FORBIDDEN, "call_id: " + signal.residentId() + " is not called by this call");
        }
        Optional<CallEvent> before = events.stream().filter(event -> signal.repeats(event.signal())).findFirst()
                .or(() -> standsSo(signal, standing));
        return before.orElseGet(() -> {
            CallMove move = move(signal);
            CallEvent event = event(signal, move, now);
            if (standing == Standing.REJECTED) {
                throw new CodedException(ErrorCode.CONFLICT, "a call that " + signal.residentId() + " has rejected cannot be " + move.wording());
            }
            return event;
        });
    }

    /** What an answer is when its callee turns out to be in another call. */
    public CallEvent busy(CallEvent answer) {
        String resident = answer.signal().residentId();
        if (callees.get(resident) == Standing.BUSY) {
            return last(resident, CallEvent::isBusy);
        }
        CallMove move = isAnybodyCalled(resident) ? CallMove.BUSY
                : callees.containsValue(Standing.REJECTED) ? CallMove.LAST_DECLINE : CallMove.LAST_BUSY;
        return event(answer.signal(), move, answer.at());
    }

    private CallEvent event(CallSignal signal, CallMove move, long now) {
        return new CallEvent(events.size() + 1, signal, move, state.after(move).next(), Math.max(now, events.get(events.size() - 1).at()));
    }

    /** What was said before in other words, or by another of the callee's phones, and changes nothing. */
    private Optional<CallEvent> standsSo(CallSignal signal, Standing standing) {
        return switch (signal.side()) {
            case GATEWAY -> state.on(move(signal)).isPresent() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
            case CALLER -> signal.action() == CallAction.RINGING && state.on(CallMove.RING).isPresent()
                    ? Optional.of(events.get(0)) : Optional.empty();
            case CALLEE -> switch (signal.action()) {
                case RINGING -> state == CallState.RINGING && standing == Standing.RINGING
                        ? Optional.of(last(signal.residentId(), event -> event.move() == CallMove.RING)) : Optional.empty();
                case ANSWERED -> state == CallState.CONNECTED && standing == Standing.ANSWERED
                        ? Optional.of(last(signal.residentId(), event -> event.move() == CallMove.ANSWER)) : Optional.empty();
                default -> state.on(CallMove.DECLINE).isPresent() && standing == Standing.REJECTED
                        ? Optional.of(last(signal.residentId(), event -> event.move() == CallMove.DECLINE)) : Optional.empty();
            };
        };
    }

    private CallEvent last(String resident, Predicate<CallEvent> which) {
        return events.stream().filter(event -> resident.equals(event.signal().residentId()) && which.test(event))
                .reduce((one, later) -> later).orElseThrow();
    }

    private CallMove move(CallSignal signal) {
        return switch (signal.side()) {
            case GATEWAY -> EndReason.RING_TIMEOUT.wireName().equals(signal.reason()) ? CallMove.RING_TIMEOUT : CallMove.CALL_TIMEOUT;
            case CALLER -> switch (signal.action()) {
                case CANCELLED -> CallMove.CANCEL;
                case RINGING -> CallMove.RING;
                default -> CallMove.HANG_UP;
            };
            case CALLEE -> switch (signal.action()) {
                case RINGING -> CallMove.RING;
                case ANSWERED -> CallMove.ANSWER;
                default -> signal.residentId().equals(answeredBy) ? CallMove.LEAVE
                        : isAnybodyCalled(signal.residentId()) ? CallMove.DECLINE : CallMove.LAST_DECLINE;
            };
        };
    }

    private boolean isAnybodyCalled(String except) {
        return callees.entrySet().stream().anyMatch(callee -> callee.getValue().isCalled() && !callee.getKey().equals(except));
    }

    /** @throws CodedException 409 for what cannot happen in this state; a store that keeps events never has such */
    public CallSession after(CallEvent event) {
        if (event.seq() != events.size() + 1) {
            throw new IllegalStateException("event " + event.seq() + " does not follow event " + events.size());
        }
        List<CallEvent> all = new ArrayList<>(events);
        all.add(event);
        if (event.move() == CallMove.INITIATE) {
            return new CallSession(start, state, null, callees, null, null, null, List.copyOf(all));
        }
        Transition transition = state.after(event.move());
        boolean answered = event.move() == CallMove.ANSWER;
        return new CallSession(start, transition.next(), transition.end(), standings(event),
                answered ? event.signal().residentId() : answeredBy, answered ? Long.valueOf(event.at()) : answeredAt,
                transition.end() == null ? null : event.at(), List.copyOf(all));
    }

    private Map<String, Standing> standings(CallEvent event) {
        String resident = event.signal().residentId();
        if (resident == null || event.move() == CallMove.LEAVE) {
            return callees;
        }
        Map<String, Standing> now = new TreeMap<>(callees);
        if (event.move() == CallMove.ANSWER) {
            now.replaceAll((id, standing) -> standing == Standing.SKIPPED ? standing : Standing.ELSEWHERE);
        }
        now.put(resident, event.move() == CallMove.RING ? Standing.RINGING
                : event.move() == CallMove.ANSWER ? Standing.ANSWERED
                : event.isBusy() ? Standing.BUSY : Standing.REJECTED);
        return now;
    }

    /** Whether the event has happened already. */
    public boolean has(CallEvent event) {
        return event.seq() <= events.size();
    }

    public String callId() {
        return start.callId();
    }

    /** Whether the user takes part in it, as one whom it calls or who asked for it. */
    public boolean concerns(Party party) {
        return party.isDevice() ? party.id().equals(start.deviceId()) : callees.containsKey(party.id()) || party.equals(start.startedBy());
    }

    /** As PROTOCOL 7 shows it, with its events. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = record();
        fields.put("events", events.stream().map(CallEvent::fields).toList());
        return fields;
    }

    /** The record of the call (CAPABILITIES 0.31): parties, start, answer, end, duration, result. */
    public Map<String, Object> record() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("call_id", callId());
        fields.put("state", state.wireName());
        fields.put("device_id", start.deviceId());
        fields.put("target_resident_ids", start.targets());
        if (!start.busy().isEmpty()) {
            fields.put("busy_resident_ids", start.busy().stream().sorted().toList());
        }
        fields.put("room_id", start.roomId());
        fields.put("started_by", start.startedBy().id());
        put(fields, "answered_by", answeredBy);
        fields.put("created_at", start.at());
        put(fields, "answered_at", answeredAt);
        put(fields, "ended_at", endedAt);
        put(fields, "end_reason", endReason == null ? null : endReason.wireName());
        put(fields, "duration", answeredAt == null || endedAt == null ? null : endedAt - answeredAt);
        return fields;
    }
}
