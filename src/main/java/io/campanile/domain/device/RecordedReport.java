package io.campanile.domain.device;

import java.util.Map;

/**
 * A report as the history keeps it.
 *
 * @param fields     the report as the device sent it
 * @param receivedAt our time of its arrival, ms
 * @param applied    whether it changed the state; false when it was older than the state, or from the future
 */
public record RecordedReport(Map<String, Object> fields, long receivedAt, boolean applied) {
}
