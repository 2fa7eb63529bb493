package io.campanile.domain.push;

import io.campanile.domain.CodedException;
import java.util.Map;

/**
 * What a back end wants connections to be sent (PROTOCOL 8). It reaches those that are there, and is not kept for others.
 *
 * @param service    the frame's {@code service} as it stands
 * @param acceptedAt ms since the epoch, by the clock of the node that accepted it
 */
public record Push(String pushId, PushTarget target, String service, Map<String, Object> values, long acceptedAt) {

    private static final int LONGEST_SERVICE = 256;

    /**
     * Reads what a client gave.
     *
     * @throws CodedException 400 naming the field
     */
    public static Push of(Map<String, Object> given, String pushId, long now) {
        PushTarget target = PushTarget.of(given.get("target"));
        Object reliable = given.getOrDefault("reliable", false);
        if (!Boolean.FALSE.equals(reliable)) {
            throw CodedException.invalid("reliable", Boolean.TRUE.equals(reliable)
                    ? "must be false: there are no inboxes that would keep the push" : "must be true or false");
        }
        return new Push(pushId, target, service(given.get("service"), target), values(given.get("values")), now);
    }

    /** The same for others. */
    public Push to(PushTarget others) {
        return new Push(pushId, others, service, values, acceptedAt);
    }

    /** As {@link #read} takes it back. */
    public Map<String, Object> fields() {
        return Map.of("push_id", pushId, "target", target.fields(), "service", service, "values", values, "accepted_at", acceptedAt);
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
