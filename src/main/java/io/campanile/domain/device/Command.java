package io.campanile.domain.device;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody wants a device to do (PROTOCOL 4 and 9).
 *
 * @param service    which of the device's services, 1–256 characters
 * @param values     what it is to do
 * @param givenBy    the user who gave it
 * @param givenAt    ms, by the clock of the node that took it
 * @param expiresAt  ms; from then on it is not sent any more
 * @param supersedes whether it takes the place of older ones of the same service that are still pending
 */
public record Command(String commandId, String sn, String service, Map<String, Object> values, String givenBy, long givenAt,
                      long expiresAt, boolean supersedes) {

    /** How long a command waits when it does not say, ms. */
    public static final long DEFAULT_EXPIRES_IN = 24 * 3_600_000L;
    private static final long LONGEST_EXPIRES_IN = 366 * 24 * 3_600_000L;
    private static final int LONGEST_SERVICE = 256;

    /**
     * Reads what a client gave: {@code service}, {@code values}, {@code expires_in}, {@code supersedes}.
     *
     * @throws CodedException 400 naming the field
     */
    public static Command of(Map<String, Object> given, String sn, String givenBy, String commandId, long now) {
        return new Command(commandId, sn, service(given.get("service")), object("values", given.get("values")), givenBy, now,
                now + expiresIn(given.get("expires_in")), flag("supersedes", given.get("supersedes")));
    }

    /** As {@link #read} takes it back. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = payload();
        fields.put("given_by", givenBy);
        fields.put("supersedes", supersedes);
        return fields;
    }

    /** What the device is sent (PROTOCOL 4). */
    public Map<String, Object> payload() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("command_id", commandId);
        fields.put("service", service);
        fields.put("values", values);
        fields.put("ts", givenAt);
        fields.put("expires_at", expiresAt);
        return fields;
    }

    /** @throws CodedException 400 naming the field that no node would have written so */
    public static Command read(String sn, Map<String, Object> fields) {
        if (!(fields.get("command_id") instanceof String commandId) || !CommandReply.isId(commandId)
                || !(fields.get("given_by") instanceof String givenBy) || !Ids.wellFormed(givenBy)) {
            throw CodedException.invalid("command_id", "and given_by must be ids");
        }
        if (!(fields.get("ts") instanceof Number ts) || !(fields.get("expires_at") instanceof Number expiresAt)) {
            throw CodedException.invalid("ts", "and expires_at must be times in ms");
        }
        return new Command(commandId, sn, service(fields.get("service")), object("values", fields.get("values")), givenBy,
                ts.longValue(), expiresAt.longValue(), flag("supersedes", fields.get("supersedes")));
    }

    private static String service(Object given) {
        if (given instanceof String service && !service.isEmpty() && service.length() <= LONGEST_SERVICE && isText(service)) {
            return service;
        }
        throw CodedException.invalid("service", given == null ? "is required" : "must be a string of 1 to " + LONGEST_SERVICE + " characters");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String field, Object given) {
        if (given instanceof Map<?, ?> values) {
            return (Map<String, Object>) values;
        }
        throw CodedException.invalid(field, given == null ? "is required" : "must be an object");
    }

    /** Whether it can be kept: neither NUL nor half a surrogate pair can, as text in UTF-8. */
    static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static long expiresIn(Object given) {
        if (given == null) {
            return DEFAULT_EXPIRES_IN;
        }
        if ((given instanceof Integer || given instanceof Long) && ((Number) given).longValue() >= 1
                && ((Number) given).longValue() <= LONGEST_EXPIRES_IN) {
            return ((Number) given).longValue();
        }
        throw CodedException.invalid("expires_in", "must be a whole number of ms from 1 to " + LONGEST_EXPIRES_IN);
    }

    private static boolean flag(String field, Object given) {
        if (given == null || given instanceof Boolean) {
            return Boolean.TRUE.equals(given);
        }
        throw CodedException.invalid(field, "must be true or false");
    }
}
