package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.MqttPeer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker confirmed survives its being killed. */
class ArtemisBrokerDurabilityTest {

    @TempDir
    Path directory;

    @Test
    void queuedMessagesRetainedOnesAndSessionsSurviveSigkill() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            MqttPeer gateway = RunningBroker.durableGateway(broker.url);
            gateway.subscribe("devices/+/report");
            gateway.disconnect();
            MqttPeer device = MqttPeer.connect(broker.url, "sn1", "sn1", "secret");
            assertThat(device.publish("devices/sn1/status", "{\"online\":true}", true)).isZero();
            for (int i = 0; i < 1000; i++) {
                assertThat(device.publish("devices/sn1/report", "" + i)).isZero();
            }
            broker.kill();
        }
        try (BrokerProcess broker = BrokerProcess.start(directory);
                MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(gateway.next().text()).isEqualTo("" + i);
            }
            gateway.subscribe("devices/+/status");
            assertThat(gateway.next()).isEqualTo(new MqttPeer.Received("devices/sn1/status", "{\"online\":true}", true));
        }
    }

    @Test
    void whoWasConnectedWhenTheBrokerWasKilledIsKnownToBeGone() throws Exception {
        ObjectMapper json = new ObjectMapper();
        long began;
        try (BrokerProcess broker = BrokerProcess.start(directory);
                MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
            gateway.subscribe("broker/#");
            MqttPeer.connect(broker.url, "sn1", "sn1", "secret");
            began = json.readTree(gateway.next().text()).get("ts").asLong();
            broker.kill();
        }
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            MqttPeer.connect(broker.url, "sn1", "sn1", "secret");
            try (MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
                MqttPeer.Received started = after(began, gateway);
                assertThat(started.topic()).isEqualTo("broker/started");
                assertThat(gateway.next().topic()).as("comes after").isEqualTo("broker/clients/sn1/presence");
            }
        }
    }

    /** Skips what was delivered before the kill but not yet confirmed, and so comes again. */
    private static MqttPeer.Received after(long ts, MqttPeer gateway) throws Exception {
        MqttPeer.Received next = gateway.next();
        while (new ObjectMapper().readTree(next.text()).get("ts").asLong() <= ts) {
            next = gateway.next();
        }
        return next;
    }

    @Test
    void aSessionThatNeverExpiresAndOneLongerThanTheBrokerCountsSurviveAnOrderlyRestart() throws Exception {
        try (RunningBroker broker = RunningBroker.start(directory)) {
            for (String sn : new String[] {"sn1", "sn2"}) {
                MqttPeer device = broker.device(sn, o -> o.setSessionExpiryInterval(sn.equals("sn1") ? MqttPeer.NEVER : 2_592_000L));
                assertThat(device.subscribe("devices/" + sn + "/commands")).isEqualTo(1);
                device.disconnect();
            }
        }
        try (RunningBroker broker = RunningBroker.start(directory); MqttPeer gateway = broker.gateway()) {
            IntStream.rangeClosed(1, 2).forEach(i -> assertPublished(gateway, "devices/sn" + i + "/commands"));
            assertThat(broker.device("sn1").next().text()).isEqualTo("kept");
            assertThat(broker.device("sn2").next().text()).isEqualTo("kept");
        }
    }

    private static void assertPublished(MqttPeer gateway, String topic) {
        try {
            assertThat(gateway.publish(topic, "kept")).isZero();
        } catch (org.eclipse.paho.mqttv5.common.MqttException e) {
            throw new AssertionError(e);
        }
    }
}
