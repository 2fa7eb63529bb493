package io.campanile.edge.websocket;

import io.campanile.domain.push.Attributes;
import io.campanile.domain.session.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether a connection's attributes all equal the given ones (PROTOCOL 8). Compiled once a push. Immutable. */
final class Condition implements Predicate<Connection> {

    private static final String TRANSPORT = "websocket";

    private final List<Predicate<Connection>> all = new ArrayList<>();

    Condition(Map<String, String> where) {
        where.forEach((name, value) -> all.add(one(name, value)));
    }

    @Override
    public boolean test(Connection connection) {
        for (Predicate<Connection> one : all) {
            if (!one.test(connection)) {
                return false;
            }
        }
        return true;
    }

    private static Predicate<Connection> one(String name, String value) {
        return switch (name) {
            case Attributes.USER_ID -> connection -> !connection.principal().isDevice() && connection.principal().id().equals(value);
            case Attributes.CLIENT_ID -> connection -> connection.clientId().equals(value);
            case Attributes.TRANSPORT -> connection -> TRANSPORT.equals(value);
            case Attributes.ROLE -> {
                Role role = Role.fromWire(value);
                yield connection -> connection.principal().roles().contains(role);
            }
            case Attributes.DEVICE_TYPE -> connection -> false;
            default -> {
                String own = name.substring(Attributes.OWN.length());
                yield connection -> value.equals(connection.attributes().get(own));
            }
        };
    }
}
