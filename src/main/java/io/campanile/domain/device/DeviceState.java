package io.campanile.domain.device;

import java.util.Map;

/**
 * What a device last said of itself: its reports merged.
 *
 * @param fields    the merged report
 * @param ts        the device's time of the newest report in it, ms; 0 before the first
 * @param version   counts the reports that changed it; 0 before the first
 * @param updatedAt our time of that change, ms
 */
public record DeviceState(String sn, String type, Map<String, Object> fields, long ts, long version, long updatedAt) {
}
