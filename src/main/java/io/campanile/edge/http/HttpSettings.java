package io.campanile.edge.http;

import io.campanile.edge.tls.TlsSettings;
import io.campanile.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the HTTP server listens (PROTOCOL 2 and 5).
 *
 * @param port           0 takes a free one
 * @param maxFrame       the largest WebSocket message, bytes
 * @param maxBody        the largest request body, bytes
 * @param compression    whether permessage-deflate is offered
 * @param origins        whose pages may use the REST API besides our own; {@code *} for any
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-For} is believed
 * @param tls            empty for plain HTTP
 */
public record HttpSettings(String host, int port, int maxFrame, long maxBody, boolean compression, List<String> origins,
        List<String> trustedProxies, Optional<TlsSettings> tls) {

    /** A body may be as large as a message, with room for the fields around it. */
    private static final long BODY_OVERHEAD = 1024;

    public static HttpSettings from(Settings settings) {
        int maxFrame = settings.number("websocket.max-frame");
        return new HttpSettings(settings.get("bind.host"), settings.number("http.port"), maxFrame,
                maxFrame + BODY_OVERHEAD, "on".equals(settings.get("websocket.compression")),
                list(settings.get("http.allowed-origins")), list(settings.get("http.trusted-proxies")), TlsSettings.from(settings, "http"));
    }

    private static List<String> list(String separatedByCommas) {
        return Arrays.stream(separatedByCommas.split(",")).map(String::trim).filter(entry -> !entry.isEmpty()).toList();
    }
}
