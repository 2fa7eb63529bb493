package io.campanile.bench.call;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a party was told of a call.
 *
 * @param action {@code incoming}, or that of a control
 * @param at     when it came, by {@link System#nanoTime}
 */
record Told(String action, JsonNode body, long at) {

    static Told of(JsonNode body) {
        return new Told(body.path("message_type").asText().equals("call_control") ? body.path("action").asText() : "incoming",
                body, System.nanoTime());
    }

    boolean is(String wanted) {
        return action.equals(wanted);
    }

    String reason() {
        return body.path("reason").asText("");
    }

    /** Whether nothing more is to be told of the call to who was told this. */
    boolean closes() {
        return switch (action) {
            case "cancelled", "hangup", "timeout" -> true;
            case "rejected" -> reason().equals("rejected") || reason().equals("busy");
            default -> false;
        };
    }
}
