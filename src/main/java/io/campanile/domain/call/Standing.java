package io.campanile.domain.call;

/** How a callee stands in a call. */
public enum Standing {
    /** Was told of the call; no phone has said yet that it rings. */
    INVITED,
    RINGING,
    ANSWERED,
    /** Does not want it, and cannot answer any more (PROTOCOL 7). */
    REJECTED,
    /** Was in another call, and so was never told of this one. */
    SKIPPED,
    /** Wanted to answer while in another call; may do so when that is over, if this one is not. */
    BUSY,
    /** Somebody else was first. */
    ELSEWHERE;

    /** Whether the callee may still answer without anything else having to happen. */
    boolean isCalled() {
        return this == INVITED || this == RINGING;
    }
}
