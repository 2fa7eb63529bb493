package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.fixture.MqttPeer;
import io.campanile.settings.SettingException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker does not take. */
class ArtemisBrokerLimitsTest {

    @TempDir
    static Path directory;
    private static RunningBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = RunningBroker.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void aPortInUseIsOneLineThatSaysWhatToDo(@TempDir Path other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ArtemisBroker second = new ArtemisBroker(new MqttSettings("127.0.0.1", taken.getLocalPort(), other, 20_000, 10_000, 1_000,
                Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), null), Clock.systemUTC());

            assertThatThrownBy(second::start).isInstanceOf(SettingException.class)
                    .hasMessage("port %d is in use: stop what listens there or set mqtt.port", taken.getLocalPort());
            second.stop();
        }
    }

    @Test
    void aPacketUpToTheLimitIsTakenAndALargerOneEndsTheConnection() throws Exception {
        try (MqttPeer gateway = broker.gateway(); MqttPeer device = broker.device("sn1")) {
            gateway.subscribe("devices/+/report");
            assertThat(device.publish("devices/sn1/report", "x".repeat(250_000))).isZero();
            assertThat(gateway.next().text()).hasSize(250_000);
            MqttPeer overWebSocket = MqttPeer.connect(broker.url.replace("tcp:", "ws:"), "sn2", "sn2", "secret");
            assertThat(overWebSocket.publish("devices/sn2/report", "x".repeat(250_000))).isZero();
            overWebSocket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x30, 0x82})
    void aHugePacketIsRefusedByItsFirstBytes(int type) throws Exception {
        try (Socket socket = connection()) {
            OutputStream out = socket.getOutputStream();
            if (type != 0x10) {
                out.write(connect());
                assertThat(socket.getInputStream().readNBytes(2)[0]).as("CONNACK").isEqualTo((byte) 0x20);
            }
            // 256 MB announced
            out.write(new byte[] {(byte) type, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 0, 4, 'M', 'Q', 'T', 'T'});

            assertThat(restOf(socket)).as("closed").isNotNull();
        }
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"300a00036465760000000000", "c000", "e000", "82090001000461626364 01", "100c00044d5154540502003c000001"})
    void whatIsNoLoginIsClosedWithoutHarm(String hex) throws Exception {
        try (Socket socket = connection()) {
            socket.getOutputStream().write(java.util.HexFormat.of().parseHex(hex.replace(" ", "") + "0000000000000000"));
            socket.shutdownOutput();

            assertThat(restOf(socket)).as("closed").isNotNull();
        }
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello, is anybody there?", "POST / HTTP/1.1\r\n", "\u0016\u0003\u0001 this is TLS", "\u0010\u0000 no MQTT after all"})
    void whatIsNeitherMqttNorHttpIsClosedAtOnce(String text) throws Exception {
        try (Socket socket = connection()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(restOf(socket)).as("closed").isEmpty();
        }
        assertAlive();
    }

    @Test
    void aWebSocketHandshakeThatDoesNotEndIsClosedBeforeItFillsTheMemory() throws Exception {
        try (Socket socket = connection()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /mqtt HTTP/1.1\r\nContent-Length: 2000000000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] part = new byte[64 * 1024];
            assertThatThrownBy(() -> {
                for (int sent = 0; sent < 1024; sent++) {
                    out.write(part);
                }
            }).isInstanceOf(SocketException.class);
        }
        assertAlive();
    }

    @Test
    void whoDoesNotLogInIsClosedAfterTenSeconds() throws Exception {
        List<Socket> slow = new ArrayList<>();
        long from = System.nanoTime();
        for (String beginning : List.of("", "\u0010", "\u0010\u001c\u0000\u0004MQTT\u0004", "GET /mqtt HTTP/1.1\r\n", "GET /mqtt HTTP/1.1\r\n\r\n")) {
            Socket socket = connection();
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            slow.add(socket);
        }
        for (Socket socket : slow) {
            assertThat(restOf(socket)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
            socket.close();
        }
    }

    @Test
    void aSecondConnectOnOneConnectionEndsIt() throws Exception {
        try (Socket socket = connection()) {
            socket.getOutputStream().write(connect());
            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
            socket.getOutputStream().write(connect());

            assertThat(restOf(socket)).isEmpty();
        }
    }

    /** MQTT 3.1.1, clean session, sn2. */
    private static byte[] connect() {
        return new byte[] {0x10, 28, 0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0xC2, 0, 60,
            0, 3, 's', 'n', '2', 0, 3, 's', 'n', '2', 0, 6, 's', 'e', 'c', 'r', 'e', 't'};
    }

    private static Socket connection() throws Exception {
        URI uri = URI.create(broker.url);
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    /** Everything until the broker closes; a reset counts as closed. */
    private static byte[] restOf(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        try {
            return in.readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    private static void assertAlive() throws Exception {
        try (MqttPeer device = broker.device("sn1")) {
            assertThat(device.publish("devices/sn1/report", "1")).isZero();
        }
    }
}
