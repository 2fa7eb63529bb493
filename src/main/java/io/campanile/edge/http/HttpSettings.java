package io.campanile.edge.http;

import io.campanile.settings.Settings;

/**
 * How the HTTP server listens (PROTOCOL 2 and 5).
 *
 * @param port        0 takes a free one
 * @param maxFrame    the largest WebSocket message, bytes
 * @param maxBody     the largest request body, bytes
 * @param compression whether permessage-deflate is offered
 */
public record HttpSettings(String host, int port, int maxFrame, long maxBody, boolean compression) {

    /** A body may be as large as a message, with room for the fields around it. */
    private static final long BODY_OVERHEAD = 1024;

    public static HttpSettings from(Settings settings) {
        int maxFrame = settings.number("websocket.max-frame");
        return new HttpSettings(settings.get("bind.host"), settings.number("http.port"), maxFrame,
                maxFrame + BODY_OVERHEAD, "on".equals(settings.get("websocket.compression")));
    }
}
