package io.campanile.domain.push;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Whose connections a push goes to (PROTOCOL 8), in exactly one of three ways.
 *
 * @param users empty unless it names users
 * @param where what the attributes of a connection must equal; empty unless it is conditional
 */
public record PushTarget(Kind kind, List<String> users, Map<String, String> where) {

    /** How it names connections, with the service of a push that names none. */
    public enum Kind {
        USERS("user_broadcast"), WHERE("conditional_broadcast"), ALL("broadcast");

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
     * @throws CodedException 400 naming the field; 404 for a room that is not there
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
            case "user" -> new PushTarget(Kind.USERS, List.of(id("target.user", value)), Map.of());
            case "users" -> new PushTarget(Kind.USERS, ids(value), Map.of());
            case "where" -> new PushTarget(Kind.WHERE, List.of(), Attributes.condition("target.where", value));
            case "room" -> throw CodedException.notFound("room " + id("target.room", value));
            default -> {
                if (!Boolean.TRUE.equals(value)) {
                    throw CodedException.invalid("target.all", "must be true");
                }
                yield new PushTarget(Kind.ALL, List.of(), Map.of());
            }
        };
    }

    /** As {@link #of} reads it. */
    Map<String, Object> fields() {
        return switch (kind) {
            case USERS -> Map.of("users", users);
            case WHERE -> Map.of("where", where);
            case ALL -> Map.of("all", true);
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
