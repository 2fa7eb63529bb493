package io.campanile.edge.websocket;

import io.campanile.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The limits of a connection (PROTOCOL 5); application.properties says what each means.
 *
 * @param idleAfter  how long without a request counts as idle
 * @param queue      frames that may wait for a client, besides the newest state of each device
 * @param queueBytes the same in bytes
 * @param burst      requests at once after a pause
 * @param origins    what an {@code Origin} may be; empty for the server's own
 */
public record WebSocketSettings(String opPrefix, Duration loginTimeout, Duration pingAfter, Duration idleTimeout,
        Duration writeTimeout, Duration idleAfter, int maxFrame, int queue, int queueBytes, int requestsPerSecond, int burst,
        int maxConnections, int maxConnectionsPerAddress, Set<String> origins) {

    public static WebSocketSettings from(Settings settings) {
        return new WebSocketSettings(
                settings.get("websocket.op-prefix"),
                settings.duration("websocket.login-timeout"),
                settings.duration("websocket.ping-after"),
                settings.duration("websocket.idle-timeout"),
                settings.duration("websocket.write-timeout"),
                settings.duration("connections.idle-after"),
                settings.number("websocket.max-frame"),
                settings.number("websocket.queue"),
                settings.number("websocket.queue-bytes"),
                settings.number("websocket.requests-per-second"),
                settings.number("websocket.burst"),
                settings.number("http.max-connections"),
                settings.number("http.max-connections-per-address"),
                Arrays.stream(settings.get("http.allowed-origins").split(","))
                        .map(String::trim).filter(origin -> !origin.isEmpty()).collect(Collectors.toUnmodifiableSet()));
    }
}
