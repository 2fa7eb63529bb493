package io.campanile.domain.call;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.Map;

/** How far the time that a sender gives may be off (PROTOCOL 7, CAPABILITIES 0.14). */
public final class ReplayWindow {

    /** ms, either way. */
    public static final long MS = 300_000;

    private ReplayWindow() {
    }

    /**
     * @return null when it is absent
     * @throws CodedException 400 when it is no time, or too far off: with {@code server_time}, by which its sender can set its clock
     */
    static Long timestamp(Object given, long now) {
        if (given == null) {
            return null;
        }
        if (!(given instanceof Long || given instanceof Integer) || ((Number) given).longValue() < 0) {
            throw CodedException.invalid("timestamp", "must be a time in ms");
        }
        long timestamp = ((Number) given).longValue();
        if (Math.abs(now - timestamp) > MS) {
            throw new CodedException(ErrorCode.INVALID, "timestamp: is more than " + MS / 1_000 + " s off", Map.of("server_time", now));
        }
        return timestamp;
    }
}
