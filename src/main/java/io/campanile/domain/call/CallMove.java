package io.campanile.domain.call;

/** What can happen to a call: the columns of the table in PROTOCOL 7, those of a callee told apart by what they mean for the call. */
public enum CallMove {
    /** It begins. */
    INITIATE("initiated"),
    /** The caller gives up. */
    CANCEL("cancelled by its caller"),
    /** The caller hangs up. */
    HANG_UP("hung up by its caller"),
    /** A callee's phone rings. */
    RING("ringing"),
    ANSWER("answered"),
    /** A callee does not want it, others may. */
    DECLINE("rejected"),
    /** The same, and nobody is left. */
    LAST_DECLINE("rejected"),
    /** A callee who would answer is in another call, others may. */
    BUSY("busy"),
    /** The same, and nobody is left; nor has anybody rejected it. */
    LAST_BUSY("busy"),
    /** The callee who answered hangs up. */
    LEAVE("hung up by its callee"),
    /** Nobody answered in time. */
    RING_TIMEOUT("timed out"),
    /** It was connected for as long as a call may be. */
    CALL_TIMEOUT("timed out");

    private final String wording;

    CallMove(String wording) {
        this.wording = wording;
    }

    /** As in "a call that is ended cannot be …". */
    String wording() {
        return wording;
    }
}
