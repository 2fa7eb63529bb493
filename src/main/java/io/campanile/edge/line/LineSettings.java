package io.campanile.edge.line;

import io.campanile.edge.tls.TlsSettings;
import io.campanile.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How the line protocol is served (PROTOCOL 2 and 10, CAPABILITIES 4.13, 4.20); application.properties says what each means.
 *
 * @param port        0 takes a free one
 * @param maxLine     the longest line, bytes, without its end
 * @param idleTimeout a connection without a line for so long is closed
 * @param idleAfter   how long without a line counts as idle
 * @param burst       lines at once after a pause
 * @param tls         empty for plain TCP
 */
public record LineSettings(String host, int port, int maxLine, int maxConnections, int maxConnectionsPerAddress,
        Duration loginTimeout, Duration idleTimeout, Duration idleAfter, Duration writeTimeout, int linesPerSecond, int burst,
        int sendBuffer, int receiveBuffer, Optional<TlsSettings> tls) {

    public static LineSettings from(Settings settings) {
        return new LineSettings(
                settings.get("bind.host"),
                settings.number("line.port"),
                settings.number("line.max-line"),
                settings.number("line.max-connections"),
                settings.number("line.max-connections-per-address"),
                settings.duration("line.login-timeout"),
                settings.duration("line.connection-timeout"),
                settings.duration("connections.idle-after"),
                settings.duration("line.write-timeout"),
                settings.number("line.lines-per-second"),
                settings.number("line.burst"),
                settings.number("line.send-buffer"),
                settings.number("line.receive-buffer"),
                TlsSettings.from(settings, "line"));
    }
}
