package io.campanile.edge.mqtt;

import io.campanile.settings.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server for the one certificate it shows, not for its name or its issuer. The file is read again before a
 * certificate is refused, and what it once held stays good: so a renewal never locks the gateway out, in whichever order
 * broker and gateway take it up. Thread-safe.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {

    private final Path file;
    private final Set<Certificate> known = ConcurrentHashMap.newKeySet();

    private PinnedCertificate(Path file) {
        this.file = file;
    }

    /** Trusts whoever it is. */
    static PinnedCertificate any() {
        return new PinnedCertificate(null);
    }

    /** @throws SettingException when the file holds no certificate */
    static PinnedCertificate of(Path file) {
        PinnedCertificate pinned = new PinnedCertificate(file);
        try {
            pinned.read();
            return pinned;
        } catch (IOException | GeneralSecurityException e) {
            throw new SettingException("mqtt.tls.certificate: " + file + " holds no PEM certificate: name the broker's", e);
        }
    }

    private void read() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            // A chain begins with the server's own
            known.add(CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (file == null || known.contains(chain[0])) {
            return;
        }
        try {
            read();
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateException("the broker shows another certificate, and mqtt.tls.certificate cannot be read", e);
        }
        if (!known.contains(chain[0])) {
            throw new CertificateException("the broker does not show the certificate in mqtt.tls.certificate");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
