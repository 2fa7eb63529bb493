package io.campanile.domain.call;

import static io.campanile.domain.call.CallMove.ANSWER;
import static io.campanile.domain.call.CallMove.BUSY;
import static io.campanile.domain.call.CallMove.CALL_TIMEOUT;
import static io.campanile.domain.call.CallMove.CANCEL;
import static io.campanile.domain.call.CallMove.DECLINE;
import static io.campanile.domain.call.CallMove.HANG_UP;
import static io.campanile.domain.call.CallMove.LAST_BUSY;
import static io.campanile.domain.call.CallMove.LAST_DECLINE;
import static io.campanile.domain.call.CallMove.LEAVE;
import static io.campanile.domain.call.CallMove.RING;
import static io.campanile.domain.call.CallMove.RING_TIMEOUT;
import static io.campanile.domain.call.Transition.Told.ANSWERED;
import static io.campanile.domain.call.Transition.Told.REJECTED;
import static io.campanile.domain.call.Transition.Told.RINGING_HERE;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How far a call has come, with the table of PROTOCOL 7: state × move → state, end reason, and what is said to whom. */
public enum CallState {
    /** It rings, as far as we can tell; nobody's phone has said so yet. */
    INITIATED,
    /** At least one phone has said that it rings. */
    RINGING,
    /** One has answered. */
    CONNECTED,
    /** It is over, for good. */
    ENDED;

    private static final Map<CallState, Map<CallMove, Transition>> TABLE = new EnumMap<>(CallState.class);

    static {
        for (CallState unanswered : new CallState[] {INITIATED, RINGING}) {
            TABLE.put(unanswered, new EnumMap<>(Map.ofEntries(
                    Map.entry(CANCEL, Transition.end(EndReason.CANCELLED)),
                    Map.entry(HANG_UP, Transition.end(EndReason.CANCELLED)),
                    Map.entry(RING, new Transition(RINGING, RINGING_HERE)),
                    Map.entry(ANSWER, new Transition(CONNECTED, ANSWERED)),
                    Map.entry(DECLINE, new Transition(unanswered, REJECTED)),
                    Map.entry(LAST_DECLINE, Transition.end(EndReason.REJECTED)),
                    Map.entry(BUSY, new Transition(unanswered, REJECTED)),
                    Map.entry(LAST_BUSY, Transition.end(EndReason.BUSY)),
                    Map.entry(RING_TIMEOUT, Transition.end(EndReason.RING_TIMEOUT)))));
        }
        TABLE.put(CONNECTED, new EnumMap<>(Map.of(
                HANG_UP, Transition.end(EndReason.HANGUP),
                LEAVE, Transition.end(EndReason.HANGUP),
                CALL_TIMEOUT, Transition.end(EndReason.CALL_TIMEOUT))));
        TABLE.put(ENDED, new EnumMap<>(CallMove.class));
    }

    /** Empty where the table has no such cell. */
    public Optional<Transition> on(CallMove move) {
        return Optional.ofNullable(TABLE.get(this).get(move));
    }

    /** @throws CodedException 409 naming the state and the move, where the table has no such cell */
    public Transition after(CallMove move) {
        return on(move).orElseThrow(() -> new CodedException(ErrorCode.CONFLICT, "a call that is " + wireName() + " cannot be " + move.wording()));
    }

    public boolean isLive() {
        return this != ENDED;
    }

    /** The name on the wire, such as {@code ringing}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
