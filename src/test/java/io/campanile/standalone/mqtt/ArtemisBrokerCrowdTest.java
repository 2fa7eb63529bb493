package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.MqttPeer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker does with more than it wants: connections, wrong passwords, messages. */
class ArtemisBrokerCrowdTest {

    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int MOST_FROM_ONE_ADDRESS = 3;

    @TempDir
    Path directory;
    private RunningBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = RunningBroker.start(new MqttSettings("127.0.0.1", 0, directory, 20_000, 10, MOST_FROM_ONE_ADDRESS,
                Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), null));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void oneTooManyIsToldSoAndComesInOnceThereIsRoom() throws Exception {
        List<MqttPeer> first = new ArrayList<>();
        for (int i = 0; i < MOST_FROM_ONE_ADDRESS; i++) {
            first.add(broker.alice("phone" + i));
        }
        assertThatThrownBy(() -> broker.alice("one-too-many")).isInstanceOfSatisfying(MqttException.class,
                e -> assertThat(e.getReasonCode()).isEqualTo(QUOTA_EXCEEDED));
        try (MqttPeer gateway = broker.gateway()) {
            assertThat(gateway.isConnected()).as("the gateway is never locked out").isTrue();
        }
        first.get(0).close();
        await().ignoreExceptions().untilAsserted(() -> broker.alice("next").close());
        for (MqttPeer peer : first) {
            peer.close();
        }
    }

    @Test
    void theGatewayTakesNoSeatFromOthersAtItsAddress() throws Exception {
        List<MqttPeer> peers = new ArrayList<>();
        for (int i = 0; i < MOST_FROM_ONE_ADDRESS; i++) {
            peers.add(broker.gateway());
        }
        for (int i = 0; i < MOST_FROM_ONE_ADDRESS; i++) {
            peers.add(broker.alice("phone" + i));
        }
        assertThat(peers).allMatch(MqttPeer::isConnected);
        for (MqttPeer peer : peers) {
            peer.close();
        }
    }

    @Test
    void aThousandIdleConnectionsAreNotKept() throws Exception {
        URI uri = URI.create(broker.url);
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            idle.add(new Socket(uri.getHost(), uri.getPort()));
        }
        await().until(() -> idle.stream().filter(ArtemisBrokerCrowdTest::closed).count() >= 1_000 - MOST_FROM_ONE_ADDRESS - 64);
        await().until(() -> idle.stream().filter(ArtemisBrokerCrowdTest::closed).count() >= 1_000 - MOST_FROM_ONE_ADDRESS);
        try (MqttPeer gateway = broker.gateway()) {
            assertThat(gateway.isConnected()).isTrue();
        }
        for (Socket socket : idle) {
            socket.close();
        }
    }

    private static boolean closed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aFloodOfWrongPasswordsDoesNotKeepADeviceFromReporting() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService flood = Executors.newSingleThreadExecutor();
        try (MqttPeer gateway = broker.gateway(); MqttPeer device = broker.device("sn1")) {
            gateway.subscribe("devices/+/report");
            flood.execute(() -> {
                while (!over.get()) {
                    try {
                        MqttPeer.connect(broker.url, "sn2", "sn2", "wrong").close();
                    } catch (MqttException refused) {
                        // as it should be
                    }
                }
            });
            for (int i = 0; i < 200; i++) {
                assertThat(device.publish("devices/sn1/report", "" + i)).isZero();
                assertThat(gateway.next().text()).isEqualTo("" + i);
            }
        } finally {
            over.set(true);
            flood.shutdown();
        }
    }
}
