package io.campanile.edge.tls;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the certificate of a port is kept (PROTOCOL 2).
 *
 * @param port     the port's prefix in the settings, such as {@code http}
 * @param clientCa who may issue the certificates of clients; null: clients are not asked for one
 * @param reload   how often the files are looked at
 */
public record TlsSettings(String port, Path certificate, Path key, Path clientCa, Duration reload) {

    static final String CERTIFICATE = "certificate";
    static final String KEY = "key";
    static final String CLIENT_CA = "client-ca";

    /**
     * @param port such as {@code http}, for {@code http.tls.certificate}
     * @return empty when the port is to speak plain TCP
     * @throws SettingException when only a part of it is set
     */
    public static Optional<TlsSettings> from(Settings settings, String port) {
        boolean certificate = settings.has(property(port, CERTIFICATE));
        boolean key = settings.has(property(port, KEY));
        boolean clientCa = settings.has(property(port, CLIENT_CA));
        if (!certificate && !key && !clientCa) {
            return Optional.empty();
        }
        if (!certificate || !key) {
            throw new SettingException(property(port, certificate ? KEY : CERTIFICATE) + " is empty: TLS needs both "
                    + property(port, CERTIFICATE) + " and " + property(port, KEY) + ", each a PEM file");
        }
        return Optional.of(new TlsSettings(port, settings.directory(property(port, CERTIFICATE)), settings.directory(property(port, KEY)),
                clientCa ? settings.directory(property(port, CLIENT_CA)) : null, settings.duration("tls.reload")));
    }

    /** The full name of one of its properties. */
    String property(String name) {
        return property(port, name);
    }

    private static String property(String port, String name) {
        return port + ".tls." + name;
    }
}
