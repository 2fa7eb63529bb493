package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An alert as the gateway shows it (PROTOCOL 9).
 *
 * @param clearedAt 0 while it is not cleared
 */
record AlertSeen(String id, String sn, String section, int code, String state, long raisedAt, long clearedAt) {

    static AlertSeen of(JsonNode alert) {
        return new AlertSeen(alert.path("alert_id").asText(), alert.path("sn").asText(), alert.path("section").asText(),
                alert.path("code").asInt(), alert.path("state").asText(), alert.path("raised_at").asLong(), alert.path("cleared_at").asLong());
    }

    String fields() {
        return String.join("\t", id, sn, section, String.valueOf(code), state, String.valueOf(raisedAt), String.valueOf(clearedAt));
    }

    static AlertSeen parse(List<String> fields) {
        return new AlertSeen(fields.get(0), fields.get(1), fields.get(2), Integer.parseInt(fields.get(3)), fields.get(4),
                Long.parseLong(fields.get(5)), Long.parseLong(fields.get(6)));
    }
}
