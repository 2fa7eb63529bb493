package io.campanile.domain.session;

import java.util.Map;

/** A connection that this node holds, whatever its transport. Thread-safe; nothing here blocks. */
public interface LiveConnection {

    /** Unique over all nodes and times. */
    String id();

    /** Who it is; null until then. Does not become somebody else later. */
    Principal principal();

    /** The installation (PROTOCOL 1). */
    String clientId();

    /** What the client said of itself at connecting, by name (PROTOCOL 8). */
    default Map<String, String> attributes() {
        return Map.of();
    }

    Transport transport();

    ConnectionState state();

    /** Where it came from, such as {@code 203.0.113.7}. */
    String address();

    /** When it connected, ms. */
    long since();

    /** When its client last sent something, ms. */
    long lastActivity();

    /** Ends it because its installation has connected elsewhere (PROTOCOL 5: 4001). May be told more than once. */
    void takenOver();
}
