package io.campanile.domain.device;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a device last said of itself: its reports merged. Immutable.
 *
 * @param fields    the merged report
 * @param ts        the device's time of the newest report in it, ms; 0 before the first
 * @param version   counts the reports that changed it; 0 before the first
 * @param updatedAt our time of that change, ms
 */
public record DeviceState(String sn, String type, Map<String, Object> fields, long ts, long version, long updatedAt) {

    private static final String PROPERTIES = "properties";
    private static final Set<String> FIELDS = Set.of("report_id", "ts", "status", "location", "inspection", "rubbish",
            "electricity", PROPERTIES);

    /** Whether a report of that time may change this state; an older one, or one from the future, is only history. */
    public boolean admits(Report report) {
        return report.ts() >= ts && !report.isFromTheFuture();
    }

    /**
     * This state with the report merged in: what the report lacks keeps its last value, a section that is there replaces
     * the whole section, {@code properties} merges by key, and null removes (PROTOCOL 4, Report). A field that neither
     * the protocol nor the type knows is ignored, so a state does not grow without bound.
     *
     * @param report one that this state {@link #admits}
     */
    public DeviceState with(Report report, DeviceType known) {
        Map<String, Object> merged = new LinkedHashMap<>(fields);
        report.fields().forEach((name, value) -> {
            if (!FIELDS.contains(name) && !known.alertSections().contains(name)) {
                return;
            }
            if (name.equals(PROPERTIES) && value instanceof Map<?, ?> changes) {
                merged.put(name, mergedProperties(merged.get(name), changes));
            } else {
                put(merged, name, value);
            }
        });
        return new DeviceState(sn, type, merged, report.ts(), version + 1, report.receivedAt());
    }

    /** The level of {@code electricity}, in percent; null when the device told none. */
    public Number batteryLevel() {
        return fields.get("electricity") instanceof Map<?, ?> section && section.get("level") instanceof Number level ? level : null;
    }

    private static Map<String, Object> mergedProperties(Object present, Map<?, ?> changes) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (present instanceof Map<?, ?> map) {
            map.forEach((name, value) -> properties.put((String) name, value));
        }
        changes.forEach((name, value) -> put(properties, (String) name, value));
        return properties;
    }

    private static void put(Map<String, Object> target, String name, Object value) {
        if (value == null) {
            target.remove(name);
        } else {
            target.put(name, value);
        }
    }
}
