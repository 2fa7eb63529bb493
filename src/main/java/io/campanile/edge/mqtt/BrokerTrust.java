package io.campanile.edge.mqtt;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the gateway makes sure of the broker it connects to by {@code ssl://} (CAPABILITIES 0.11): by exactly
 * {@code mqtt.tls.certificate} when it is set, whatever name the broker is called by; else as Java does, by the authorities
 * it trusts and the broker's name.
 */
public final class BrokerTrust {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerTrust.class);

    private BrokerTrust() {
    }

    /**
     * @return empty when the broker speaks plain TCP, or Java's own rules are the right ones
     * @throws SettingException when the certificate cannot be read
     */
    public static Optional<SSLSocketFactory> from(Settings settings) {
        if (settings.get("mqtt.broker-url").startsWith("tcp:")) {
            return Optional.empty();
        }
        if ("true".equals(settings.get("mqtt.tls.skip-verify"))) {
            LOG.warn("THE MQTT BROKER'S CERTIFICATE IS NOT CHECKED: whoever stands between can read and forge everything. "
                    + "Unset mqtt.tls.skip-verify, and name the broker's certificate in mqtt.tls.certificate");
            return Optional.of(sockets(PinnedCertificate.any()));
        }
        return settings.has("mqtt.tls.certificate")
                ? Optional.of(sockets(PinnedCertificate.of(settings.directory("mqtt.tls.certificate"))))
                : Optional.empty();
    }

    private static SSLSocketFactory sockets(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this Java", e);
        }
    }
}
