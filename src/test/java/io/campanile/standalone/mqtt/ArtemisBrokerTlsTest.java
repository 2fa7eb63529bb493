package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.campanile.edge.mqtt.BrokerTrust;
import io.campanile.edge.tls.RenewedCertificate;
import io.campanile.edge.tls.TlsSettings;
import io.campanile.fixture.Certificate;
import io.campanile.fixture.MqttPeer;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** TLS on the MQTT port (PROTOCOL 2), and who trusts whom. */
class ArtemisBrokerTlsTest {

    @TempDir
    Path directory;
    private final Certificate server = Certificate.of("broker");
    private final Certificate people = Certificate.of("people");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningBroker broker;

    @BeforeEach
    void start() throws Exception {
        install("broker.pem", server.pem());
        install("broker.key", server.keyPem());
        install("people.pem", people.pem());
        log.start();
        ((Logger) LoggerFactory.getLogger(RenewedCertificate.class)).addAppender(log);
        broker = RunningBroker.start(new MqttSettings("127.0.0.1", 0, directory.resolve("data"), 20_000, 100, 100,
                Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), tls()));
    }

    private TlsSettings tls() {
        return new TlsSettings("mqtt", directory.resolve("broker.pem"), directory.resolve("broker.key"), directory.resolve("people.pem"),
                Duration.ofMillis(20));
    }

    @AfterEach
    void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger(RenewedCertificate.class)).detachAppender(log);
        broker.close();
    }

    @Test
    void devicesAndPeopleComeByTcpAndByWebSocket() throws Exception {
        assertThat(broker.url).startsWith("ssl://");
        try (MqttPeer device = connect(broker.url, server.trustingClient());
                MqttPeer alice = alice(broker.url.replace("ssl:", "wss:") + "/mqtt", server.trustingClient())) {
            assertThat(device.publish("devices/sn1/report", "1")).isZero();
            assertThat(alice.publish("users/alice/calls/action", "1")).isZero();
        }
    }

    @Test
    void aClientThatKnowsAnotherCertificateOrSpeaksPlainDoesNotComeIn() {
        assertThatThrownBy(() -> connect(broker.url, people.trustingClient())).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> MqttPeer.connect(broker.url.replace("ssl:", "tcp:"), "sn1", "sn1", "secret"))
                .isInstanceOf(MqttException.class);
    }

    @Test
    void aClientsCertificateIsOptionalButNotAWrongOne() throws Exception {
        try (MqttPeer right = connect(broker.url, people.client())) {
            assertThat(right.isConnected()).isTrue();
        }
        Certificate forged = Certificate.of("people");
        assertThatThrownBy(() -> connect(broker.url, forged.client())).isInstanceOf(MqttException.class);
    }

    @Test
    void aNewCertificateIsShownToWhoComesAndWhoIsThereStays() throws Exception {
        Certificate next = Certificate.rsa("broker");
        SSLSocketFactory gateway = gateway();
        try (MqttPeer before = connect(broker.url, server.trustingClient())) {
            install("broker.pem", next.pem());
            // As OpenSSL wrote it until version 3
            install("broker.key", next.pkcs1KeyPem());
            await().ignoreExceptions().untilAsserted(() -> connect(broker.url, next.trustingClient()).close());

            assertThatThrownBy(() -> connect(broker.url, server.trustingClient())).isInstanceOf(MqttException.class);
            assertThat(MqttPeer.connect(broker.url, "campanile-renewed", "campanile", RunningBroker.GATEWAY_PASSWORD,
                    o -> o.setSocketFactory(gateway)).publish("system/time", "1")).as("the gateway follows").isZero();
        }
    }

    @Test
    void filesThatAreNoGoodChangeNothingButTheLog() throws Exception {
        Certificate next = Certificate.of("broker");
        install("broker.pem", next.pem());
        awaitWarning("mqtt.tls.key: " + directory.resolve("broker.key") + " does not hold the certificate's private key, unencrypted: "
                + "put a good PEM file there; until then the certificate from before stays in force");
        install("broker.pem", next.pem().substring(0, 100));
        awaitWarning("mqtt.tls.certificate: " + directory.resolve("broker.pem") + " holds no PEM certificate: put a good PEM file there");
        try (MqttPeer device = connect(broker.url, server.trustingClient()); MqttPeer gateway = MqttPeer.connect(broker.url,
                "campanile-1", "campanile", RunningBroker.GATEWAY_PASSWORD, o -> o.setSocketFactory(server.trustingClient().getSocketFactory()))) {
            assertThat(device.isConnected() && gateway.isConnected()).isTrue();
        }
        install("broker.pem", next.pem());
        install("broker.key", next.keyPem());
        await().ignoreExceptions().untilAsserted(() -> connect(broker.url, next.trustingClient()).close());
    }

    @Test
    void theBrokerDoesNotStartWithFilesThatAreNoGood() throws Exception {
        install("broker.key", people.keyPem());
        ArtemisBroker second = new ArtemisBroker(new MqttSettings("127.0.0.1", 0, directory.resolve("other"), 20_000, 100, 100,
                Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), tls()),
                java.time.Clock.systemUTC());
        assertThatThrownBy(second::start).isInstanceOf(SettingException.class).hasMessageStartingWith("mqtt.tls.key: ");
    }

    @Test
    void theGatewayTrustsExactlyTheCertificateThatIsSet() throws Exception {
        MqttPeer.connect(broker.url, "campanile-1", "campanile", RunningBroker.GATEWAY_PASSWORD, o -> o.setSocketFactory(gateway())).close();
        SSLSocketFactory deceived = trust("mqtt.tls.certificate", directory.resolve("people.pem").toString()).orElseThrow();
        assertThatThrownBy(() -> MqttPeer.connect(broker.url, "campanile-1", "campanile", RunningBroker.GATEWAY_PASSWORD,
                o -> o.setSocketFactory(deceived))).isInstanceOf(MqttException.class);
        assertThat(trust("mqtt.tls.certificate", "")).as("as Java does").isEmpty();
        assertThatThrownBy(() -> MqttPeer.connect(broker.url, "campanile-1", "campanile", RunningBroker.GATEWAY_PASSWORD))
                .isInstanceOf(MqttException.class);
        SSLSocketFactory anybody = trust("mqtt.tls.skip-verify", "true").orElseThrow();
        MqttPeer.connect(broker.url, "campanile-1", "campanile", RunningBroker.GATEWAY_PASSWORD, o -> o.setSocketFactory(anybody)).close();
    }

    private SSLSocketFactory gateway() {
        return trust("mqtt.tls.certificate", directory.resolve("broker.pem").toString()).orElseThrow();
    }

    private Optional<SSLSocketFactory> trust(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty("mqtt.broker-url", broker.url);
        properties.setProperty(name, value);
        return BrokerTrust.from(new Settings(properties, environment -> null));
    }

    private void install(String name, String text) throws Exception {
        Files.move(Files.writeString(directory.resolve("new"), text), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitWarning(String text) {
        await().until(() -> java.util.List.copyOf(log.list).stream().anyMatch(event -> event.getFormattedMessage().startsWith(text)));
    }

    private static MqttPeer connect(String url, SSLContext tls) throws MqttException {
        return MqttPeer.connect(url, "sn1", "sn1", "secret", o -> o.setSocketFactory(tls.getSocketFactory()));
    }

    private MqttPeer alice(String url, SSLContext tls) throws MqttException {
        return MqttPeer.connect(url, "alice.tls", "alice", broker.tokens.issue("alice"), o -> o.setSocketFactory(tls.getSocketFactory()));
    }
}
