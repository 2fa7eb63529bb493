package io.campanile.domain.push;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Whose connections a push goes to (PROTOCOL 8), in exactly one of four ways.
 *
 * @param users empty unless it names users
 * @param where what the attributes of a connection must equal; empty unless it is conditional
 * @param room  null unless it names a room
 */
public record PushTarget(Kind kind, List<String> users, Map<String, String> where, String room) {

    /** How it names connections, with the service of a push that names none. */
    public enum Kind {
        USERS("user_broadcast"), WHERE("conditional_broadcast"), ALL("broadcast"), ROOM("broadcast");

        private final String defaultService;

        Kind(String defaultService) {
            this.defaultService = defaultService;
        }

        public String defaultService() {
            return defaultService;
        }
    }

    private static final List<String> WAYS = List.of("user", "users", "room", "all", "where");

    public PushTarget {
        users = List.copyOf(users);
        where = Map.copyOf(where);
    }

    /**
     * Reads what a client gave.
     *
     * @throws CodedException 400 naming the field
     */
    static PushTarget of(Object given) {
        if (!(given instanceof Map<?, ?> target)) {
            throw CodedException.invalid("target", given == null ? "is required" : "must be an object");
        }
        List<String> ways = WAYS.stream().filter(way -> target.get(way) != null).toList();
        if (ways.size() != 1) {
            throw new CodedException(ErrorCode.INVALID, "target: give exactly one of user, users, room, all and where");
        }
        Object value = target.get(ways.get(0));
        return switch (ways.get(0)) {
            case "user" -> users(List.of(id("target.user", value)));
            case "users" -> users(ids(value));
            case "where" -> new PushTarget(Kind.WHERE, List.of(), Attributes.condition("target.where", value), null);
            case "room" -> room(id("target.room", value));
            default -> {
                if (!Boolean.TRUE.equals(value)) {
                    throw CodedException.invalid("target.all", "must be true");
                }
                yield new PushTarget(Kind.ALL, List.of(), Map.of(), null);
            }
        };
    }

    /** @return the room that a push as a client gives it is for; null when it is for others, or ill-formed */
    public static String room(Map<String, Object> push) {
        return push.get("target") instanceof Map<?, ?> target && target.get("room") instanceof String room && Ids.wellFormed(room) ? room : null;
    }

    public static PushTarget users(List<String> users) {
        return new PushTarget(Kind.USERS, users, Map.of(), null);
    }

    public static PushTarget room(String roomId) {
        return new PushTarget(Kind.ROOM, List.of(), Map.of(), roomId);
    }

    /** As {@link #of} reads it. */
    Map<String, Object> fields() {
        return switch (kind) {
            case USERS -> Map.of("users", users);
            case WHERE -> Map.of("where", where);
            case ALL -> Map.of("all", true);
            case ROOM -> Map.of("room", room);
        };
    }

    private static List<String> ids(Object value) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw CodedException.invalid("target.users", "must be a list with at least one user_id");
        }
        LinkedHashSet<String> ids = new LinkedHashSet<>();
        list.forEach(id -> ids.add(id("target.users", id)));
        return new ArrayList<>(ids);
    }

    private static String id(String field, Object value) {
        return Ids.require(field, value instanceof String text ? text : null);
    }
}
