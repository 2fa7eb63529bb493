package io.campanile.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.campanile.edge.http.EdgeServer;
import io.campanile.edge.http.HealthEndpoint;
import io.campanile.edge.http.HttpSettings;
import io.campanile.fixture.Certificate;
import io.campanile.settings.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** TLS on the HTTP port, by real handshakes: what is shown, to whom, and what a changed file does. */
class TlsTest {

    private static final Certificate FIRST = Certificate.of("first");
    private static final Certificate SECOND = Certificate.rsa("second");
    /** Of the same name: a client shows only what the server's client-ca might have issued. */
    private static final Certificate IMPOSTOR = Certificate.of("second");

    @TempDir
    private Path directory;
    private final Vertx vertx = Vertx.vertx();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private EdgeServer server;

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(RenewedCertificate.class)).detachAppender(log);
        if (server != null) {
            server.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void speaksHttpsWithBothVersionsAndNoHttp() throws Exception {
        install(FIRST);
        listen(false);

        HttpRequest health = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/health")).build();
        assertThat(HttpClient.newBuilder().sslContext(FIRST.trustingClient()).build().send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(protocol("TLSv1.3")).isEqualTo("TLSv1.3");
        assertThat(protocol("TLSv1.2")).isEqualTo("TLSv1.2");
        HttpRequest plain = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health")).build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(plain, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }

    @Test
    void takesUpARenewedCertificateWhileAWebSocketStaysConnected() throws Exception {
        install(FIRST);
        listen(false);
        WebSocket socket = webSocket();
        LinkedBlockingQueue<String> echoes = new LinkedBlockingQueue<>();
        socket.textMessageHandler(echoes::add);
        assertThat(shown()).isEqualTo(FIRST.x509());

        install(SECOND);

        await().untilAsserted(() -> assertThat(shown()).isEqualTo(SECOND.x509()));
        socket.writeTextMessage("still here");
        assertThat(echoes.poll(4, TimeUnit.SECONDS)).isEqualTo("still here");
    }

    @Test
    void refusesNobodyWhoConnectsMeanwhile() throws Exception {
        install(FIRST);
        listen(false);
        AtomicBoolean renewing = new AtomicBoolean(true);
        CompletableFuture<Integer> handshakes = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (renewing.get()) {
                shownToAnybody();
                count++;
            }
            return count;
        });

        for (int i = 0; i < 10; i++) {
            Certificate next = i % 2 == 0 ? SECOND : FIRST;
            install(next);
            await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(shown()).isEqualTo(next.x509()));
        }
        renewing.set(false);

        assertThat(handshakes.get(10, TimeUnit.SECONDS)).isGreaterThan(50);
    }

    @Test
    void followsSymbolicLinksThatAreSwappedAsKubernetesDoes() throws Exception {
        Path first = Files.createDirectory(directory.resolve("v1"));
        Path second = Files.createDirectory(directory.resolve("v2"));
        write(first, FIRST.pem(), FIRST.keyPem());
        write(second, SECOND.pem(), SECOND.keyPem());
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first);
        Files.createSymbolicLink(directory.resolve("tls.crt"), Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(directory.resolve("tls.key"), Path.of("..data", "tls.key"));
        listen(false);
        assertThat(shown()).isEqualTo(FIRST.x509());

        Files.move(Files.createSymbolicLink(directory.resolve("..tmp"), second), data, StandardCopyOption.ATOMIC_MOVE);

        await().untilAsserted(() -> assertThat(shown()).isEqualTo(SECOND.x509()));
    }

    @Test
    void keepsTheOldOneWhileTheNewFilesAreNoGoodAndSaysSoOnce() throws Exception {
        install(FIRST);
        listen(false);
        watchTheLog();

        // What stands there between the two renames must complain of the same
        write(directory, SECOND.pem().substring(0, 200), FIRST.keyPem());
        awaitWarning(1, "http.tls.certificate: " + directory.resolve("tls.crt") + " holds no PEM certificate: put a good PEM file there");
        write(directory, SECOND.pem(), FIRST.keyPem());
        awaitWarning(2, "http.tls.key: " + directory.resolve("tls.key"));
        Certificate expired = Certificate.expired("expired");
        write(directory, expired.pem(), expired.keyPem());
        awaitWarning(3, "http.tls.certificate: " + directory.resolve("tls.crt") + " is good only from ");
        Files.delete(directory.resolve("tls.key"));
        awaitWarning(4, "http.tls.key: cannot read ");
        assertThat(shown()).isEqualTo(FIRST.x509());

        install(SECOND);
        await().untilAsserted(() -> assertThat(shown()).isEqualTo(SECOND.x509()));
        assertThat(warnings()).hasSize(4);
    }

    @Test
    void asksForAClientCertificateButTakesNoneToo() throws Exception {
        install(FIRST);
        Files.writeString(directory.resolve("ca.crt"), SECOND.pem());
        listen(true);

        assertThat(health(Certificate.anonymousClient())).startsWith("HTTP/1.1 200");
        assertThat(health(SECOND.client())).startsWith("HTTP/1.1 200");
        assertThatThrownBy(() -> health(IMPOSTOR.client())).isInstanceOf(IOException.class);
    }

    @Test
    void takesUpAnotherClientCa() throws Exception {
        install(FIRST);
        Files.writeString(directory.resolve("ca.crt"), SECOND.pem());
        listen(true);
        // Which would go on with its session, if it may
        SSLContext known = SECOND.client();
        assertThat(health(known)).startsWith("HTTP/1.1 200");

        Files.writeString(directory.resolve("ca.crt"), IMPOSTOR.pem());

        await().untilAsserted(() -> assertThatThrownBy(() -> health(known)).isInstanceOf(IOException.class));
        assertThat(health(IMPOSTOR.client())).startsWith("HTTP/1.1 200");
    }

    @Test
    void doesNotStartWithFilesThatAreNoGood() throws Exception {
        assertThatThrownBy(() -> listen(false)).isInstanceOf(SettingException.class)
                .hasMessage("http.tls.certificate: cannot read " + directory.resolve("tls.crt") + " (no such file): name a PEM file that this user may read");
        write(directory, FIRST.pem(), SECOND.keyPem());
        assertThatThrownBy(() -> listen(false)).isInstanceOf(SettingException.class).hasMessageStartingWith("http.tls.key: ");
        write(directory, FIRST.pem(), "no key");
        assertThatThrownBy(() -> listen(false)).isInstanceOf(SettingException.class)
                .hasMessage("http.tls.key: " + directory.resolve("tls.key") + " does not hold the certificate's private key, unencrypted: put a good PEM file there");
        install(FIRST);
        Files.writeString(directory.resolve("ca.crt"), "");
        assertThatThrownBy(() -> listen(true)).isInstanceOf(SettingException.class).hasMessageStartingWith("http.tls.client-ca: ");
    }

    private void listen(boolean askClients) {
        TlsSettings files = new TlsSettings("http", directory.resolve("tls.crt"), directory.resolve("tls.key"),
                askClients ? directory.resolve("ca.crt") : null, Duration.ofMillis(30));
        server = new EdgeServer(vertx, new HttpSettings("127.0.0.1", 0, 65536, 66560, false, List.of(), List.of(), Optional.of(files)),
                new HealthEndpoint(() -> true), Clock.systemUTC());
        server.router().get("/echo").handler(request -> request.request().toWebSocket()
                .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage)));
        server.listen();
    }

    private void install(Certificate certificate) throws IOException {
        write(directory, certificate.pem(), certificate.keyPem());
    }

    /** One after the other, each by a rename, as tools do. */
    private static void write(Path directory, String certificate, String key) throws IOException {
        Files.move(Files.writeString(directory.resolve("new.key"), key), directory.resolve("tls.key"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(Files.writeString(directory.resolve("new.crt"), certificate), directory.resolve("tls.crt"), StandardCopyOption.ATOMIC_MOVE);
    }

    private WebSocket webSocket() throws Exception {
        return vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false))
                .connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port()).setURI("/echo"))
                .toCompletionStage().toCompletableFuture().get(4, TimeUnit.SECONDS);
    }

    /** The certificate that a new client is shown. */
    private X509Certificate shown() throws IOException {
        try (SSLSocket socket = connect(Certificate.anonymousClient())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private void shownToAnybody() {
        try {
            shown();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String protocol(String only) throws IOException {
        try (SSLSocket socket = (SSLSocket) FIRST.trustingClient().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {only});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    /** With TLS 1.3 a client learns only by reading that its certificate was refused. */
    private String health(SSLContext client) throws IOException {
        try (SSLSocket socket = connect(client)) {
            socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            byte[] answer = socket.getInputStream().readNBytes(15);
            if (answer.length == 0) {
                throw new SSLException("closed");
            }
            return new String(answer);
        }
    }

    private SSLSocket connect(SSLContext client) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setSoTimeout(4_000);
        socket.startHandshake();
        return socket;
    }

    private void watchTheLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(RenewedCertificate.class)).addAppender(log);
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream().filter(event -> event.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void awaitWarning(int count, String text) {
        await().untilAsserted(() -> assertThat(warnings()).hasSize(count));
        assertThat(warnings().get(count - 1)).startsWith(text).endsWith("stays in force");
    }
}
