package io.campanile.domain.session;

import java.util.Locale;

/** How far a connection has come (CAPABILITIES 4.02). */
public enum ConnectionState {
    /** Not logged in yet. */
    CONNECTED,
    /** Logged in, and silent since. */
    AUTHENTICATED,
    ACTIVE,
    /** Logged in, and silent for a while. */
    IDLE,
    /** Its end has begun. */
    CLOSING;

    /** The name on the wire, such as {@code idle}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
