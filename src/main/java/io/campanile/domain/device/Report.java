package io.campanile.domain.device;

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
}
