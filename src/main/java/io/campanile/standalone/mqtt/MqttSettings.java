package io.campanile.standalone.mqtt;

import io.campanile.edge.tls.TlsSettings;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the broker is set up.
 *
 * @param port           0 takes a free one
 * @param directory      where the broker keeps its journal; made when it is not there
 * @param maxWaiting     publishers are held back while more messages than this wait for the gateway
 * @param maxConnections in all; more are refused with 0x97 (quota exceeded)
 * @param maxPerAddress  from one address
 * @param idleAfter      a connection is called idle after this silence
 * @param rates          beyond them clients are slowed down
 * @param tls            null: plain TCP
 */
public record MqttSettings(String host, int port, Path directory, int maxWaiting, int maxConnections, int maxPerAddress, Duration idleAfter,
                           Rates rates, TlsSettings tls) {

    /**
     * Messages a second that one connection may publish.
     *
     * @param ofUsers   always
     * @param ofDevices only while more than half of {@code maxWaiting} waits
     */
    public record Rates(int ofUsers, int ofDevices) {
    }

    /** @throws io.campanile.settings.SettingException for one that makes no sense */
    public static MqttSettings from(Settings settings) {
        return new MqttSettings(settings.get("bind.host"), settings.number("mqtt.port"),
                settings.directory("data.dir").resolve("mqtt"), settings.number("mqtt.max-waiting"),
                settings.number("mqtt.max-connections"), settings.number("mqtt.max-connections-per-address"),
                settings.duration("connections.idle-after"),
                new Rates(settings.number("mqtt.messages-per-second"), settings.number("mqtt.device-messages-per-second")), tls(settings));
    }

    /** A broker elsewhere has a key of its own: then the certificate says what to trust. */
    private static TlsSettings tls(Settings settings) {
        return settings.has("mqtt.broker-url") ? null : TlsSettings.from(settings, "mqtt").orElse(null);
    }
}
