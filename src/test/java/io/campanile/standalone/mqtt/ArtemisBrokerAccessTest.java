package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.device.DeviceToken;
import io.campanile.domain.session.GatedMqttAccess;
import io.campanile.domain.session.InMemoryConnectionRegistry;
import io.campanile.domain.session.MqttAccess;
import io.campanile.fixture.MqttPeer;
import io.campanile.ops.drain.Drain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in over MQTT 5, and what they may do there (PROTOCOL 3 and 4). */
class ArtemisBrokerAccessTest {

    private static final int NOT_AUTHORIZED = 0x87;

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
    void aDevicePublishesAndIsToldOverTcpAndWebSocketOnOnePort() throws Exception {
        try (MqttPeer gateway = broker.gateway();
                MqttPeer overTcp = broker.device("sn1");
                MqttPeer overWebSocket = MqttPeer.connect(broker.url.replace("tcp:", "ws:") + "/mqtt", "sn2", "sn2", "secret")) {
            gateway.subscribe("devices/+/report");
            overTcp.subscribe("devices/sn1/commands");
            overWebSocket.subscribe("devices/sn2/commands");

            assertThat(overTcp.publish("devices/sn1/report", "1")).isZero();
            assertThat(gateway.next()).isEqualTo(new MqttPeer.Received("devices/sn1/report", "1", false));
            assertThat(overWebSocket.publish("devices/sn2/report", "2")).isZero();
            assertThat(gateway.next()).isEqualTo(new MqttPeer.Received("devices/sn2/report", "2", false));

            gateway.publish("devices/sn1/commands", "a");
            gateway.publish("devices/sn2/commands", "b");
            assertThat(overTcp.next().text()).isEqualTo("a");
            assertThat(overWebSocket.next().text()).isEqualTo("b");
        }
    }

    @Test
    void aWrongLoginIsToldWhy() {
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "sn1", "sn1", "wrong"));
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "sn9", "sn9", "secret"));
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "alice.phone", "alice", "a.jwt.token"));
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "campanile-x", "campanile", "wrong"));
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "x", "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"));
        assertRefused(0x85, () -> MqttPeer.connect(broker.url, "sn2", "sn1", "secret"));
        assertRefused(0x85, () -> MqttPeer.connect(broker.url, "campanile-x", "sn1", "secret"));
        assertRefused(0x85, () -> MqttPeer.connect(broker.url, "", "sn1", "secret", o -> o.setCleanStart(true)));
    }

    @Test
    void aTokenIsGoodOnceAndForEverythingItsConnectionDoes() throws Exception {
        long now = Clock.systemUTC().millis();
        String token = now + "." + DeviceToken.sign("sn1", now, "secret").token();
        try (MqttPeer device = MqttPeer.connect(broker.url, "sn1", "sn1", token)) {
            assertThat(device.publish("devices/sn1/report", "1")).isZero();
            assertThat(device.subscribe("devices/sn1/commands")).isEqualTo(1);
        }
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "sn1", "sn1", token));
    }

    @Test
    void whileThereIsTooMuchToDoNobodyButTheGatewayComesInAndWhoIsThereStays() throws Exception {
        AtomicBoolean busy = new AtomicBoolean();
        try (MqttPeer there = broker.device("sn2")) {
            broker.broker.admit(new GatedMqttAccess(broker.accounts, busy::get), broker.connections);
            busy.set(true);
            assertRefused(0x89, () -> broker.device("sn1"));
            broker.gateway().close();
            assertThat(there.publish("devices/sn2/report", "still here")).isZero();

            busy.set(false);
            broker.device("sn1").close();
        } finally {
            broker.broker.admit(broker.accounts, broker.connections);
        }
    }

    /** PROTOCOL 11: as over WebSocket. */
    @Test
    void aNodeThatEndsSendsItsClientsAwayAndTakesNoOthers() throws Exception {
        try (MqttPeer device = broker.device("sn1"); MqttPeer alice = broker.alice("drained"); MqttPeer gateway = broker.gateway()) {
            new Drain(List.of(broker.broker), Duration.ofSeconds(20)).run();

            assertThat(device.awaitDisconnect()).isEqualTo(0x8B);
            assertThat(alice.awaitDisconnect()).isEqualTo(0x8B);
            assertThat(gateway.isConnected()).isTrue();
            assertRefused(0x88, () -> broker.device("sn2"));
            broker.gateway().close();
        } finally {
            broker.broker.admit(broker.accounts, broker.connections);
        }
    }

    @Test
    void nobodyIsLetInBeforeTheRulesAreThere(@TempDir Path other) throws Exception {
        ArtemisBroker closed = new ArtemisBroker(new MqttSettings("127.0.0.1", 0, other, 20_000, 10_000, 1_000,
                Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), null), Clock.systemUTC());
        String url = closed.start();
        try {
            assertRefused(0x88, () -> MqttPeer.connect(url, "sn1", "sn1", "secret"));
            closed.admit(new Unreachable(), new InMemoryConnectionRegistry());
            assertRefused(0x88, () -> MqttPeer.connect(url, "sn1", "sn1", "secret"));
        } finally {
            closed.stop();
        }
    }

    @Test
    void aForbiddenPublishIsRefusedAndTheConnectionStays() throws Exception {
        List<String> topics = List.of("devices/sn2/report", "devices/sn1/commands", "system/time", "broker/started",
                "devices/sn1", "devices.sn1.report", "devices/sn1/report.x", "devices/sn1/report::x", "devices/*/report",
                "devices/sn2/re port", "$sys.mqtt.sessions", "$refused", "activemq.management");
        try (MqttPeer gateway = broker.gateway(); MqttPeer device = broker.device("sn1")) {
            subscribeToEverything(gateway);
            for (String topic : topics) {
                assertThat(device.publish(topic, "forged")).as(topic).isEqualTo(NOT_AUTHORIZED);
                assertThat(device.publish(topic, "forged", true)).as("%s, retained", topic).isEqualTo(NOT_AUTHORIZED);
            }
            assertThat(device.publish("devices/sn1/report", "mine")).isZero();
            assertNothingForged(gateway, "mine");
        }
        try (MqttPeer later = broker.gateway()) {
            subscribeToEverything(later);
            later.publish("fence", "fence");
            assertNothingForged(later, "fence");
        }
    }

    private static void subscribeToEverything(MqttPeer gateway) throws Exception {
        for (String filter : List.of("#", "$sys.mqtt.sessions", "$share/g/#")) {
            assertThat(gateway.subscribe(filter)).as(filter).isEqualTo(1);
        }
    }

    private static void assertNothingForged(MqttPeer gateway, String last) throws Exception {
        String next = gateway.next().text();
        while (!next.equals(last)) {
            assertThat(next).isNotEqualTo("forged");
            next = gateway.next().text();
        }
    }

    @Test
    void aForbiddenSubscriptionIsRefusedAndTheConnectionStays() throws Exception {
        List<String> filters = List.of("#", "+/#", "+/sn1/report", "devices/#", "devices/+/report", "devices/sn2/commands",
                "devices/sn1", "$share/g/devices/sn1/commands", "$share/sn1/devices/sn1/commands", "$share/g/#", "$SYS/#",
                "$sys.mqtt.sessions", "broker/#", "devices/*/commands", "devices/>", "devices.sn1.commands",
                "devices/sn2/commands::sn2.devices.sn2.commands");
        try (MqttPeer device = broker.device("sn1")) {
            for (String filter : filters) {
                assertThat(device.subscribe(filter)).as(filter).isEqualTo(NOT_AUTHORIZED);
                assertThat(device.subscribe("devices/sn1/commands")).isEqualTo(1);
                assertThat(device.subscribe(filter)).as("%s, after an allowed one", filter).isEqualTo(NOT_AUTHORIZED);
            }
            assertThat(device.subscribe("system/#")).isEqualTo(1);
        }
    }

    @Test
    void aDecisionForOneClientIsNotReusedForAnother() throws Exception {
        try (MqttPeer gateway = broker.gateway(); MqttPeer first = broker.device("sn1"); MqttPeer second = broker.device("sn2")) {
            assertThat(gateway.publish("devices/sn1/commands", "x")).isZero();
            assertThat(gateway.subscribe("devices/sn1/commands")).isEqualTo(1);
            assertThat(first.publish("devices/sn1/report", "1")).isZero();
            assertThat(second.publish("devices/sn1/report", "2")).isEqualTo(NOT_AUTHORIZED);
            assertThat(first.subscribe("devices/sn1/commands")).isEqualTo(1);
            assertThat(second.subscribe("devices/sn1/commands")).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void aWillToAForbiddenTopicIsRefusedAtTheDoor() {
        assertRefused(NOT_AUTHORIZED, () -> broker.device("sn1", will("devices/sn2/status")));
        assertRefused(NOT_AUTHORIZED, () -> broker.device("sn1", will("broker/started")));
    }

    @Test
    void aFailedLoginDoesNotHarmTheSessionItNames() throws Exception {
        try (MqttPeer device = broker.device("sn1", o -> o.setSessionExpiryInterval(MqttPeer.NEVER))) {
            device.subscribe("devices/sn1/commands");
        }
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "sn1", "sn1", "wrong"));
        assertRefused(0x85, () -> MqttPeer.connect(broker.url, "sn1", "sn2", "secret"));
        try (MqttPeer gateway = broker.gateway()) {
            gateway.publish("devices/sn1/commands", "kept");
        }
        try (MqttPeer device = broker.device("sn1", o -> o.setSessionExpiryInterval(MqttPeer.NEVER))) {
            assertThat(device.next().text()).isEqualTo("kept");
            assertRefused(0x86, () -> MqttPeer.connect(broker.url, "sn1", "sn1", "wrong"));
            assertThat(device.publish("devices/sn1/report", "still here")).isZero();
        }
    }

    static java.util.function.Consumer<MqttConnectionOptions> will(String topic) {
        return options -> options.setWill(topic, new MqttMessage("gone".getBytes(StandardCharsets.UTF_8), 1, false, null));
    }

    private static void assertRefused(int code, ThrowingCallable login) {
        assertThatThrownBy(login).isInstanceOfSatisfying(MqttException.class,
                e -> assertThat(e.getReasonCode()).isEqualTo(code));
    }

    /** A database that does not answer. */
    private static final class Unreachable implements MqttAccess {
        @Override
        public Admission connect(String clientId, String username, String password) {
            throw new IllegalStateException("no database");
        }

        @Override
        public boolean isGateway(String username) {
            return false;
        }
    }
}
