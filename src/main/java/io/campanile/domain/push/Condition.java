package io.campanile.domain.push;

import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a connection's attributes all equal the given ones (PROTOCOL 8). Compiled once a push, for connections that are
 * logged in. Immutable.
 */
public final class Condition implements Predicate<LiveConnection> {

    private final List<Predicate<LiveConnection>> all = new ArrayList<>();

    public Condition(Map<String, String> where) {
        where.forEach((name, value) -> all.add(one(name, value)));
    }

    @Override
    public boolean test(LiveConnection connection) {
        for (Predicate<LiveConnection> one : all) {
            if (!one.test(connection)) {
                return false;
            }
        }
        return true;
    }

    private static Predicate<LiveConnection> one(String name, String value) {
        return switch (name) {
            case Attributes.USER_ID -> connection -> !connection.principal().isDevice() && connection.principal().id().equals(value);
            case Attributes.CLIENT_ID -> connection -> connection.clientId().equals(value);
            case Attributes.TRANSPORT -> connection -> connection.transport().wireName().equals(value);
            case Attributes.ROLE -> {
                Role role = Role.fromWire(value);
                yield connection -> connection.principal().roles().contains(role);
            }
            case Attributes.DEVICE_TYPE -> connection -> value.equals(connection.principal().deviceType());
            default -> {
                String own = name.substring(Attributes.OWN.length());
                yield connection -> value.equals(connection.attributes().get(own));
            }
        };
    }
}
