package io.campanile.domain.session;

import java.util.Locale;

/** What a person or a back end may be (PROTOCOL 3). A device has no role: it is its own kind of {@link Principal}. */
public enum Role {
    USER, OPERATOR, SERVICE, ADMIN;

    /** The name on the wire, such as {@code operator}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is no role */
    public static Role fromWire(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
