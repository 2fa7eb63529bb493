package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import java.util.List;
import java.util.Map;

/**
 * What a client asks for in one frame (PROTOCOL 5), and the body of the exchange that answers it.
 *
 * @param connection where it came from and where the answer goes
 * @param service    null when the frame did not say
 * @param id         the {@code request_id}: a String, or a {@link NumberId}; null when there was none
 * @param fault      what is wrong with the frame itself; null when nothing is
 */
public record Request(Connection connection, String service, Object id, Map<String, Object> values, CodedException fault) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    /** A {@code request_id} that was a number, kept as it was written. */
    public record NumberId(String digits) {
    }

    /** @throws CodedException 400 when it is missing, empty or no string */
    public String text(String field) {
        if (values.get(field) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw CodedException.invalid(field, "must be a non-empty string");
    }

    /** @throws CodedException 400 when it is missing or no time in ms */
    public long time(String field) {
        if ((values.get(field) instanceof Long || values.get(field) instanceof Integer) && ((Number) values.get(field)).longValue() >= 0) {
            return ((Number) values.get(field)).longValue();
        }
        throw CodedException.invalid(field, "must be a time in ms");
    }

    /** @throws CodedException 400 when it is missing or anything but a list of strings */
    public List<String> texts(String field) {
        if (values.get(field) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw CodedException.invalid(field, "must be a list of strings");
    }

    /** @throws CodedException 400 when it is missing or no whole number from 0 on */
    public long count(String field) {
        if ((values.get(field) instanceof Long || values.get(field) instanceof Integer) && ((Number) values.get(field)).longValue() >= 0) {
            return ((Number) values.get(field)).longValue();
        }
        throw CodedException.invalid(field, "must be a whole number from 0 on");
    }

    /**
     * How many rows a page may have (PROTOCOL 1).
     *
     * @throws CodedException 400 when it is there and no whole number from 1 on
     */
    public int limit() {
        if (!has("limit")) {
            return DEFAULT_LIMIT;
        }
        long limit = count("limit");
        if (limit == 0) {
            throw CodedException.invalid("limit", "must be 1 to " + LARGEST_LIMIT);
        }
        return (int) Math.min(limit, LARGEST_LIMIT);
    }

    public boolean has(String field) {
        return values.containsKey(field);
    }
}
