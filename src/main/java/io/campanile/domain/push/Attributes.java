package io.campanile.domain.push;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of a connection by which a conditional push finds it (PROTOCOL 8). */
public final class Attributes {

    public static final String USER_ID = "user_id";
    public static final String ROLE = "role";
    public static final String TRANSPORT = "transport";
    public static final String CLIENT_ID = "client_id";
    public static final String DEVICE_TYPE = "device_type";
    /** Begins the name of what the client said of itself at connecting. */
    public static final String OWN = "attr.";

    private static final List<String> NAMED = List.of(USER_ID, ROLE, TRANSPORT, CLIENT_ID, DEVICE_TYPE);
    private static final List<String> TRANSPORTS = List.of("websocket", "mqtt", "tcp");

    private Attributes() {
    }

    /** @throws CodedException 400 naming the attribute that does not exist, or whose value none can have */
    static Map<String, String> condition(String field, Object given) {
        if (!(given instanceof Map<?, ?> attributes) || attributes.isEmpty()) {
            throw CodedException.invalid(field, "must be an object with at least one attribute");
        }
        Map<String, String> condition = new LinkedHashMap<>();
        attributes.forEach((key, value) -> {
            String name = (String) key;
            if (!NAMED.contains(name) && !name.startsWith(OWN)) {
                throw CodedException.invalid(field + "." + name, "no such attribute: there are " + String.join(", ", NAMED) + " and attr.<name>");
            }
            if (!(value instanceof String text)) {
                throw CodedException.invalid(field + "." + name, "must be a string");
            }
            requireKnown(field + "." + name, name, text);
            condition.put(name, text);
        });
        return condition;
    }

    private static void requireKnown(String field, String name, String value) {
        if (name.equals(TRANSPORT) && !TRANSPORTS.contains(value)) {
            throw CodedException.invalid(field, "must be one of " + String.join(", ", TRANSPORTS));
        }
        if (name.equals(ROLE)) {
            try {
                Role.fromWire(value);
            } catch (IllegalArgumentException e) {
                throw CodedException.invalid(field, "no such role");
            }
        }
    }
}
