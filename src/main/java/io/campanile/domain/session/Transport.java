package io.campanile.domain.session;

import java.util.Locale;

/** By what a client is connected (PROTOCOL 8). */
public enum Transport {
    WEBSOCKET, MQTT, TCP;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name on the wire, such as {@code websocket}. */
    public String wireName() {
        return wireName;
    }
}
