package io.campanile.domain.call;

/**
 * What somebody wants to happen to a call.
 *
 * @param side       as what
 * @param by         who says so: the {@code sn} or the {@code user_id}; null for the gateway itself
 * @param residentId whose phone it is about; null unless it is a callee's
 * @param timestamp  as its sender gave it, ms, by which a repeat is known; null when it did not
 * @param reason     as its sender gave it; null when it did not
 */
public record CallSignal(Side side, CallAction action, String by, String residentId, Long timestamp, String reason) {

    public enum Side { CALLER, CALLEE, GATEWAY }

    public static CallSignal ofCaller(String by, CallAction action, Long timestamp, String reason) {
        return new CallSignal(Side.CALLER, action, by, null, timestamp, reason);
    }

    public static CallSignal ofCallee(String by, String residentId, CallAction action, Long timestamp, String reason) {
        return new CallSignal(Side.CALLEE, action, by, residentId, timestamp, reason);
    }

    /** The time that a call may ring, or be connected, is over: {@code ring_timeout} or {@code call_timeout}. */
    public static CallSignal timeout(EndReason reason) {
        return new CallSignal(Side.GATEWAY, CallAction.TIMEOUT, null, null, null, reason.wireName());
    }

    /** Nobody can be called. */
    static CallSignal allBusy() {
        return new CallSignal(Side.GATEWAY, CallAction.REJECTED, null, null, null, null);
    }

    /** Whether it is the same said again: by call, action, timestamp and actor (CAPABILITIES 0.08). */
    boolean repeats(CallSignal before) {
        return timestamp != null && timestamp.equals(before.timestamp) && action == before.action && side == before.side
                && by.equals(before.by) && (residentId == null || residentId.equals(before.residentId));
    }
}
