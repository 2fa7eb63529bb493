package io.campanile.domain.push;

import io.campanile.domain.CodedException;
import java.util.Map;

/**
 * What a back end wants connections to be sent (PROTOCOL 8). It reaches those that are there, and is not kept for others, unless
 * it is reliable: then it is put into the inboxes of its users.
 *
 * @param service    the frame's {@code service} as it stands
 * @param acceptedAt ms since the epoch, by the clock of the node that accepted it
 */
public record Push(String pushId, PushTarget target, String service, Map<String, Object> values, long acceptedAt,
        boolean reliable) {

    private static final int LONGEST_SERVICE = 256;

    /** One that is not reliable. */
    public Push(String pushId, PushTarget target, String service, Map<String, Object> values, long acceptedAt) {
        this(pushId, target, service, values, acceptedAt, false);
    }

    /**
     * Reads what a client gave.
     *
     * @throws CodedException 400 naming the field
     */
    public static Push of(Map<String, Object> given, String pushId, long now) {
        PushTarget target = PushTarget.of(given.get("target"));
        if (!(given.getOrDefault("reliable", false) instanceof Boolean reliable)) {
            throw CodedException.invalid("reliable", "must be true or false");
        }
        if (reliable && target.kind() == PushTarget.Kind.WHERE) {
            throw CodedException.invalid("target.where", "names connections: a reliable push is for user, users, room or all");
        }
        return new Push(pushId, target, service(given.get("service"), target), values(given.get("values")), now, reliable);
    }

    /** The same for others. */
    public Push to(PushTarget others) {
        return new Push(pushId, others, service, values, acceptedAt, reliable);
    }

    /** As {@link #read} takes it back. */
    public Map<String, Object> fields() {
        return Map.of("push_id", pushId, "target", target.fields(), "service", service, "values", values, "accepted_at", acceptedAt,
                "reliable", reliable);
    }

    /** @throws CodedException 400 naming the field that no node would have written so */
    public static Push read(Map<String, Object> fields) {
        if (!(fields.get("push_id") instanceof String pushId)) {
            throw CodedException.invalid("push_id", "is required");
        }
        if (!(fields.get("accepted_at") instanceof Number acceptedAt)) {
            throw CodedException.invalid("accepted_at", "is required");
        }
        return of(fields, pushId, acceptedAt.longValue());
    }

    private static String service(Object given, PushTarget target) {
        if (given == null) {
            return target.kind().defaultService();
        }
        if (given instanceof String service && !service.isEmpty() && service.length() <= LONGEST_SERVICE) {
            return service;
        }
        throw CodedException.invalid("service", "must be a string of 1 to " + LONGEST_SERVICE + " characters");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> values(Object given) {
        if (given instanceof Map<?, ?> values) {
            return (Map<String, Object>) values;
        }
        throw CodedException.invalid("values", given == null ? "is required" : "must be an object");
    }
}
