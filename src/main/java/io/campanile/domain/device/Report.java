package io.campanile.domain.device;

import java.time.Duration;
import java.util.Map;

/**
 * What a device said once (PROTOCOL 4).
 *
 * @param reportId   makes a repeat harmless: the same device never means two reports by it
 * @param ts         the device's own time, ms
 * @param receivedAt our time, ms
 * @param fields     the report's fields as JSON values: String, Number, Boolean, Map, List
 * @param body       the report as it came
 */
public record Report(String sn, String reportId, long ts, long receivedAt, Map<String, Object> fields, String body) {

    /** Clocks that are set by time zone or by hand are off by less. */
    private static final Duration FARTHEST_AHEAD = Duration.ofHours(24);

    /**
     * Whether its time is so far ahead of ours that the device's clock must be wrong. Nothing the device said later would be
     * newer than such a report, so it is only history.
     */
    public boolean isFromTheFuture() {
        return ts - receivedAt > FARTHEST_AHEAD.toMillis();
    }
}
