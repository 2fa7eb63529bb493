package io.campanile.domain.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What became of a message, and how that came about (PROTOCOL 6).
 *
 * @param receivers for whom it is, but its sender
 * @param verdict   one sentence for a person
 * @param events    in the order of their times
 */
public record Trace(String msgId, String senderId, Set<String> receivers, String verdict, State state, List<Event> events) {

    /** What a message for a receiver can be; of several receivers the trace tells the first of these that holds for one of them. */
    public enum State {
        PENDING, DEAD, EXPIRED, WITHDRAWN, DELIVERED;

        /** The name on the wire, such as {@code pending}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something that happened to the message.
     *
     * @param at       ms
     * @param event    such as {@code accepted}, {@code pushed}, {@code confirmed}
     * @param userId   whose inbox it was in; null when that is not what it is about
     * @param clientId null when it is about no installation
     * @param node     where; null when it does not matter
     * @param detail   null when there is nothing to add
     */
    public record Event(long at, String event, String userId, String clientId, String node, String detail) {

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("at", at);
            fields.put("event", event);
            putIfPresent(fields, "user_id", userId);
            putIfPresent(fields, "client_id", clientId);
            putIfPresent(fields, "node", node);
            putIfPresent(fields, "detail", detail);
            return fields;
        }

        private static void putIfPresent(Map<String, Object> fields, String name, String value) {
            if (value != null) {
                fields.put(name, value);
            }
        }
    }

    /** Whether the user sent it, or it is for them: nobody else but an admin may see it (PROTOCOL 3). */
    public boolean concerns(String userId) {
        return senderId.equals(userId) || receivers.contains(userId);
    }

    /** As PROTOCOL 6 shows it. */
    public Map<String, Object> fields() {
        return Map.of("verdict", verdict, "state", state.wireName(), "events", events.stream().map(Event::fields).toList());
    }
}
