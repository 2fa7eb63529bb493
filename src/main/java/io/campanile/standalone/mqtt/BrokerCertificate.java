package io.campanile.standalone.mqtt;

import io.campanile.settings.SettingException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the broker's port, renewed without a restart (PROTOCOL 2): new connections see a new one, old ones
 * live on. Files that are no good, such as one that is half written or waits for its key, change nothing but the log.
 * {@link #get} is thread-safe, {@link #look} is for one thread at a time.
 */
final class BrokerCertificate implements Supplier<SslContext> {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCertificate.class);
    /** RFC 8996: nothing older. */
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final byte[] PROBE = "campanile".getBytes(StandardCharsets.US_ASCII);

    private final MqttSettings.Tls files;
    private final Clock clock;
    private String seen;
    private volatile SslContext current;

    /** @throws SettingException when the files are no good: which, and what to do */
    BrokerCertificate(MqttSettings.Tls files, Clock clock) {
        this.files = files;
        this.clock = clock;
        seen = fingerprint();
        current = load();
    }

    @Override
    public SslContext get() {
        return current;
    }

    /** Takes changed files up; to be called every few seconds. */
    void look() {
        String found = fingerprint();
        if (found.equals(seen)) {
            return;
        }
        seen = found;
        try {
            current = load();
            LOG.info("The MQTT port has a new certificate");
        } catch (SettingException e) {
            LOG.warn("{}; until then the certificate from before stays in force", e.getMessage());
        }
    }

    /** What the files hold: times of change are too coarse, and a swapped link keeps them. */
    private String fingerprint() {
        return content(files.certificate()) + content(files.key()) + (files.clientCa() == null ? "" : content(files.clientCa()));
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Said when it is loaded
            return "";
        }
    }

    private SslContext load() {
        X509Certificate[] chain = certificates("mqtt.tls.certificate", files.certificate());
        try {
            chain[0].checkValidity(Date.from(clock.instant()));
            SslContextBuilder context = SslContextBuilder.forServer(key(chain[0].getPublicKey()), chain)
                    .sslProvider(SslProvider.JDK).protocols(PROTOCOLS);
            if (files.clientCa() != null) {
                context.trustManager(certificates("mqtt.tls.client-ca", files.clientCa())).clientAuth(ClientAuth.OPTIONAL);
            }
            return context.build();
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("mqtt.tls.certificate", files.certificate(), "cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static X509Certificate[] certificates(String name, Path file) {
        try {
            X509Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))).toArray(X509Certificate[]::new);
            if (certificates.length > 0) {
                return certificates;
            }
        } catch (GeneralSecurityException | IOException e) {
            throw wrong(name, file, "holds no PEM certificate", e);
        }
        throw wrong(name, file, "holds no PEM certificate", null);
    }

    private PrivateKey key(PublicKey certified) {
        try {
            String base64 = Files.readString(files.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
            PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            if (belongTogether(key, certified)) {
                return key;
            }
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw wrong("mqtt.tls.key", files.key(), "holds no unencrypted PKCS#8 key of that certificate", e);
        }
        throw wrong("mqtt.tls.key", files.key(), "holds no unencrypted PKCS#8 key of that certificate", null);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSA".equals(key.getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static SettingException wrong(String name, Path file, String what, Exception cause) {
        return new SettingException(name + ": " + file + " " + what + ": put a good PEM file there", cause);
    }
}
