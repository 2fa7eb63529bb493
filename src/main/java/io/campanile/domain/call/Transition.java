package io.campanile.domain.call;

/**
 * A cell of the table of calls.
 *
 * @param next the state after it
 * @param end  why the call is over; null while it is not
 * @param told what is said to whom
 */
public record Transition(CallState next, EndReason end, Told told) {

    /** What is said to whom (PROTOCOL 7). */
    public enum Told {
        /** {@code ringing} to the caller. */
        RINGING_HERE,
        /** {@code answered} to the caller and to who answered; {@code cancelled}, {@code answered_elsewhere}, to the others. */
        ANSWERED,
        /** {@code rejected} to everybody: one of the callees is out. */
        REJECTED,
        /** The closing control to everybody who has not had one: its reason is the end reason. */
        CLOSING
    }

    Transition(CallState next, Told told) {
        this(next, null, told);
    }

    static Transition end(EndReason reason) {
        return new Transition(CallState.ENDED, reason, Told.CLOSING);
    }
}
