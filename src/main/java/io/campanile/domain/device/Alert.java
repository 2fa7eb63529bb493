package io.campanile.domain.device;

import static io.campanile.domain.device.AlertEvent.ACKNOWLEDGE;
import static io.campanile.domain.device.AlertEvent.CHANGE;
import static io.campanile.domain.device.AlertEvent.CLEAR;
import static io.campanile.domain.device.AlertEvent.RETURN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.campanile.domain.CodedException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A section of a device that left its good state, or a threshold that it passed (PROTOCOL 9). Immutable; {@link AlertEvent}
 * says which changes there are.
 *
 * @param section        such as {@code electricity}
 * @param code           what the device said, never 0 while it is raised
 * @param acknowledgedBy the person who did; null before
 * @param clearedAt      ms; null while it is not cleared
 * @param source         the version of the device's state behind the last change that the device made
 * @param version        counts the changes, from 1
 */
public record Alert(String alertId, String sn, String section, int code, String msg, State state, long raisedAt,
                    String acknowledgedBy, Long clearedAt, long source, long version) {

    public enum State {
        RAISED, ACKNOWLEDGED, CLEARED;

        /** The name on the wire, such as {@code raised}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws CodedException 400 naming {@code field}, for a name that is no state */
        public static State require(String field, String name) {
            for (State state : values()) {
                if (state.wireName().equals(name)) {
                    return state;
                }
            }
            throw CodedException.invalid(field, "must be raised, acknowledged or cleared");
        }
    }

    /**
     * A new one.
     *
     * @param cause what raises it, once in the life of the device: the id is a function of it, so doing the work again raises
     *              the same alert
     */
    static Alert raise(String sn, String section, String cause, int code, String msg, long at, long source) {
        String id = UUID.nameUUIDFromBytes((sn + '/' + section + '/' + cause).getBytes(UTF_8)).toString();
        return new Alert(id, sn, section, code, msg, State.RAISED, at, null, null, source, 1);
    }

    Alert withCode(int newCode, String newMsg, long newSource) {
        return new Alert(alertId, sn, section, newCode, newMsg, CHANGE.from(state), raisedAt, acknowledgedBy, null, newSource, version + 1);
    }

    Alert cleared(long at, long newSource) {
        return new Alert(alertId, sn, section, code, msg, CLEAR.from(state), raisedAt, acknowledgedBy, at, newSource, version + 1);
    }

    /** Open again; what a person has acknowledged stays so. */
    Alert returned(int newCode, String newMsg, long newSource) {
        State open = RETURN.from(state);
        return new Alert(alertId, sn, section, newCode, newMsg, acknowledgedBy == null ? open : ACKNOWLEDGE.from(open), raisedAt,
                acknowledgedBy, null, newSource, version + 1);
    }

    /**
     * @return itself when somebody has acknowledged it already
     * @throws CodedException 409 when it is cleared
     */
    public Alert acknowledged(String userId) {
        State next = ACKNOWLEDGE.from(state);
        return next == state ? this
                : new Alert(alertId, sn, section, code, msg, next, raisedAt, userId, clearedAt, source, version + 1);
    }

    public boolean open() {
        return state != State.CLEARED;
    }

    /** As PROTOCOL 9 shows it. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("alert_id", alertId);
        fields.put("sn", sn);
        fields.put("section", section);
        fields.put("code", code);
        fields.put("msg", msg);
        fields.put("state", state.wireName());
        fields.put("raised_at", raisedAt);
        if (acknowledgedBy != null) {
            fields.put("acknowledged_by", acknowledgedBy);
        }
        if (clearedAt != null) {
            fields.put("cleared_at", clearedAt);
        }
        return fields;
    }

    /** Whether it is a later change of the same section, or of a later alert of it, than {@code other} is. */
    public boolean isLaterThan(Alert other) {
        return source != other.source ? source > other.source : version > other.version;
    }
}
