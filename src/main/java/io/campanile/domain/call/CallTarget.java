package io.campanile.domain.call;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Whom a device calls (PROTOCOL 4 and 7).
 *
 * @param value null for everybody who is linked to the device
 */
public record CallTarget(Kind kind, String value) {

    /** One of these, or none. */
    public enum Kind {
        RESIDENT("resident_id"), HOUSEHOLD("household_number"), PHONE("phone"), EVERYBODY(null);

        private final String field;

        Kind(String field) {
            this.field = field;
        }
    }

    private static final int LONGEST = 64;

    /** @throws CodedException 400 naming the field */
    static CallTarget of(Map<String, Object> given) {
        List<Kind> named = Arrays.stream(Kind.values()).filter(kind -> kind.field != null && given.get(kind.field) != null).toList();
        if (named.size() > 1) {
            throw new CodedException(ErrorCode.INVALID, named.get(1).field + ": give at most one of resident_id, household_number and phone");
        }
        if (named.isEmpty()) {
            return new CallTarget(Kind.EVERYBODY, null);
        }
        String field = named.get(0).field;
        if (given.get(field) instanceof String value && !value.isEmpty() && value.length() <= LONGEST && value.indexOf('\0') < 0) {
            return new CallTarget(named.get(0), value);
        }
        throw CodedException.invalid(field, "must be a string of 1 to " + LONGEST + " characters");
    }

    /** Such as {@code resident_id bob}. */
    @Override
    public String toString() {
        return kind == Kind.EVERYBODY ? "anybody linked to the device" : kind.field + " " + value;
    }
}
