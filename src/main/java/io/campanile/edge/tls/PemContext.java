package io.campanile.edge.tls;

import io.campanile.settings.SettingException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;

/**
 * Makes of PEM files what handshakes need, once it is sure of them: that key and certificate belong together, and that
 * the certificate is good now. The JDK itself would tell neither before the first client fails.
 */
final class PemContext {

    /** RFC 8996: nothing older. */
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final String NOT_ITS_KEY = "does not hold the certificate's private key, unencrypted";
    private static final byte[] PROBE = "campanile".getBytes(StandardCharsets.US_ASCII);

    private final TlsSettings settings;
    private final Clock clock;

    PemContext(TlsSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws SettingException in one line that names the property and says what is wrong */
    SslContext of(PemFiles files) {
        X509Certificate[] chain = certificates(TlsSettings.CERTIFICATE, files.certificate());
        requireGoodNow(chain[0]);
        PrivateKey key = key(files, chain[0].getPublicKey());
        SslContextBuilder context = SslContextBuilder.forServer(key, chain).sslProvider(SslProvider.JDK).protocols(PROTOCOLS);
        if (files.clientCa() != null) {
            context.trustManager(certificates(TlsSettings.CLIENT_CA, files.clientCa())).clientAuth(ClientAuth.OPTIONAL);
        }
        try {
            return context.build();
        } catch (SSLException e) {
            throw wrong(TlsSettings.CERTIFICATE, "cannot be used: " + e.getMessage(), e);
        }
    }

    /** When the first certificate of a good file ends. */
    Date goodUntil(PemFiles files) {
        return certificates(TlsSettings.CERTIFICATE, files.certificate())[0].getNotAfter();
    }

    private X509Certificate[] certificates(String name, String pem) {
        X509Certificate[] certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .toArray(X509Certificate[]::new);
        } catch (CertificateException e) {
            throw wrong(name, "holds no PEM certificate", e);
        }
        if (certificates.length == 0) {
            throw wrong(name, "holds no PEM certificate", null);
        }
        return certificates;
    }

    private void requireGoodNow(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            throw wrong(TlsSettings.CERTIFICATE, "is good only from " + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant(), e);
        }
    }

    /** Vert.x reads every form of a key that OpenSSL writes, and needs to be nothing for it; Netty reads only PKCS#8. */
    private PrivateKey key(PemFiles files, PublicKey publicKey) {
        try {
            X509KeyManager pair = (X509KeyManager) new PemKeyCertOptions()
                    .setKeyValue(Buffer.buffer(files.key()))
                    .setCertValue(Buffer.buffer(files.certificate()))
                    .getKeyManagerFactory(null).getKeyManagers()[0];
            PrivateKey key = pair.getPrivateKey(pair.getServerAliases(publicKey.getAlgorithm(), null)[0]);
            if (belongTogether(key, publicKey)) {
                return key;
            }
        } catch (Exception e) {
            throw wrong(TlsSettings.KEY, NOT_ITS_KEY, e);
        }
        throw wrong(TlsSettings.KEY, NOT_ITS_KEY, null);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSA".equals(key.getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private SettingException wrong(String name, String what, Exception cause) {
        Path file = switch (name) {
            case TlsSettings.CERTIFICATE -> settings.certificate();
            case TlsSettings.KEY -> settings.key();
            default -> settings.clientCa();
        };
        return new SettingException(settings.property(name) + ": " + file + " " + what + ": put a good PEM file there", cause);
    }
}
