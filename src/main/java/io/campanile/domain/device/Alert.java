package io.campanile.domain.device;

/**
 * A section of a device that left its good state (PROTOCOL 9).
 *
 * @param section        such as {@code electricity}
 * @param code           what the device said, never 0 while it is raised
 * @param acknowledgedBy the person who did; null before
 * @param clearedAt      ms; null while it is not cleared
 */
public record Alert(String alertId, String sn, String section, int code, String msg, State state, long raisedAt,
                    String acknowledgedBy, Long clearedAt) {

    public enum State { RAISED, ACKNOWLEDGED, CLEARED }

    Alert withCode(int newCode, String newMsg) {
        return new Alert(alertId, sn, section, newCode, newMsg, state, raisedAt, acknowledgedBy, clearedAt);
    }

    Alert cleared(long at) {
        return new Alert(alertId, sn, section, code, msg, State.CLEARED, raisedAt, acknowledgedBy, at);
    }
}
