package io.campanile.domain.call;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that has happened to a call. Its events, in their order, are the call: see {@link CallSession#of}.
 *
 * @param seq    from 1, without gaps
 * @param signal what was wanted
 * @param move   what it meant for the call
 * @param state  that of the call after it
 * @param at     ms, never before the event that precedes it; whoever is told of it more than once is told the same time
 */
public record CallEvent(int seq, CallSignal signal, CallMove move, CallState state, long at) {

    /** As PROTOCOL 7 shows it. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seq", seq);
        fields.put("action", action().wireName());
        fields.put("state", state.wireName());
        fields.put("timestamp", at);
        put(fields, "resident_id", signal.residentId());
        put(fields, "by", signal.by());
        put(fields, "reason", isBusy() ? EndReason.BUSY.wireName() : signal.reason());
        return fields;
    }

    /** What happened, in the words of the protocol: who would have answered but is busy has not answered. */
    public CallAction action() {
        return isBusy() ? CallAction.REJECTED : signal.action();
    }

    /** Whether a callee is not called, or cannot answer, because of another call. */
    public boolean isBusy() {
        return move == CallMove.BUSY || move == CallMove.LAST_BUSY
                || move == CallMove.LAST_DECLINE && signal.action() == CallAction.ANSWERED;
    }

    static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
