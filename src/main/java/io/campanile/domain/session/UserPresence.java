package io.campanile.domain.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a user is there (PROTOCOL 6).
 *
 * @param lastSeen    ms: exact at coming and going, at most a minute old in between; null for who never was there
 * @param connections none during the hold-down, though the user counts as available
 */
public record UserPresence(String userId, boolean available, Long lastSeen, List<ConnectionEntry> connections) {

    public UserPresence {
        connections = List.copyOf(connections);
    }

    /** What is pushed, and listed: without the connections. */
    public Map<String, Object> summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user_id", userId);
        fields.put("available", available);
        fields.put("last_seen", lastSeen);
        return fields;
    }

    /** All there is to tell. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = summary();
        fields.put("connections", connections.stream().map(UserPresence::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(ConnectionEntry entry) {
        return Map.of("client_id", entry.clientId(), "node", entry.node(), "transport", entry.transport().wireName(), "since", entry.since());
    }
}
