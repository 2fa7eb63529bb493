package io.campanile.domain.call;

import java.util.Arrays;
import java.util.Locale;

/** Why a call is over (PROTOCOL 7), each with the action of the control that closes it. */
public enum EndReason {
    REJECTED(CallAction.REJECTED),
    CANCELLED(CallAction.CANCELLED),
    HANGUP(CallAction.HANGUP),
    /** Everybody who was to be called is in another call. */
    BUSY(CallAction.REJECTED),
    RING_TIMEOUT(CallAction.TIMEOUT),
    CALL_TIMEOUT(CallAction.TIMEOUT),
    /** Our fault. */
    ERROR(CallAction.ERROR);

    private final CallAction closing;

    EndReason(CallAction closing) {
        this.closing = closing;
    }

    /** Whether this is the name of one. */
    public static boolean isOne(Object name) {
        return Arrays.stream(values()).anyMatch(end -> end.wireName().equals(name));
    }

    public CallAction closing() {
        return closing;
    }

    /** The name on the wire, such as {@code ring_timeout}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
