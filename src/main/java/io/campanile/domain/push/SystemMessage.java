package io.campanile.domain.push;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What everybody who is connected is told (PROTOCOL 4 and 7).
 *
 * @param type      names its topic {@code system/{type}}
 * @param level     {@code info}, {@code warning} or {@code error}
 * @param data      any JSON; null for none
 * @param timestamp ms
 */
public record SystemMessage(String type, String level, String message, Object data, long timestamp) {

    private static final List<String> LEVELS = List.of("info", "warning", "error");
    /** The time has that topic for itself. */
    private static final String TIME = "time";

    /** @throws CodedException 400 naming the field */
    public static SystemMessage of(Map<String, Object> given, long now) {
        String type = Ids.require("type", text(given, "type"));
        if (type.equals(TIME)) {
            throw CodedException.invalid("type", "time is the topic of the time");
        }
        String level = text(given, "level");
        if (!LEVELS.contains(level)) {
            throw CodedException.invalid("level", "must be one of " + String.join(", ", LEVELS));
        }
        String message = text(given, "message");
        if (message == null || message.isEmpty()) {
            throw CodedException.invalid("message", "must be a non-empty string");
        }
        return new SystemMessage(type, level, message, given.get("data"), now);
    }

    private static String text(Map<String, Object> given, String field) {
        return given.get(field) instanceof String text ? text : null;
    }

    /** As it is told. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("level", level);
        fields.put("message", message);
        if (data != null) {
            fields.put("data", data);
        }
        fields.put("timestamp", timestamp);
        return fields;
    }
}
