package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line protocol with TLS (PROTOCOL 2): the certificate is renewed while a client stays connected. */
class LineTlsTest {

    private static final Certificate FIRST = Certificate.of("first");
    private static final Certificate SECOND = Certificate.of("second");

    @TempDir
    private Path directory;
    private LineGateway gateway;

    @BeforeEach
    void start() throws IOException {
        install(FIRST);
        gateway = new LineGateway("line.tls.certificate", directory.resolve("tls.crt").toString(),
                "line.tls.key", directory.resolve("tls.key").toString(), "tls.reload", "30ms");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void takesUpARenewedCertificateWhileAClientStaysConnected() throws IOException {
        LineClient client = gateway.connect(FIRST.trustingClient().getSocketFactory())
                .says("register:alice:secret").hears("ok:register")
                .says("login:alice:secret").hears("ok:login");

        install(SECOND);

        await().untilAsserted(() -> assertThat(shown()).isEqualTo(SECOND.x509()));
        client.says("ping").hears("ok:ping");
        gateway.connect(SECOND.trustingClient().getSocketFactory()).says("ping").hears("ok:ping");
    }

    @Test
    void saysNothingToOneWhoSpeaksNoTls() {
        assertThat(gateway.connect().says("ping").next()).isNotEqualTo("ok:ping");
    }

    private X509Certificate shown() throws IOException {
        SSLContext anybody = Certificate.anonymousClient();
        try (SSLSocket socket = (SSLSocket) anybody.getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private void install(Certificate certificate) throws IOException {
        Files.writeString(directory.resolve("tls.key"), certificate.keyPem());
        Files.writeString(directory.resolve("tls.crt"), certificate.pem());
    }
}
