package io.campanile.standalone.mqtt;

import static io.campanile.standalone.mqtt.ArtemisBrokerAccessTest.will;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.MqttPeer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker tells of connections, and which wills it sends. */
class ArtemisBrokerPresenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SESSION_TAKEN_OVER = 0x8E;
    /** The broker takes a goodbye and the end of its connection on different threads, in whichever order. */
    private static final int GOODBYES = 30;

    @TempDir
    Path directory;
    private RunningBroker broker;
    private MqttPeer gateway;

    @BeforeEach
    void start() throws Exception {
        broker = RunningBroker.start(directory);
        gateway = broker.gateway();
        gateway.subscribe("broker/#");
        gateway.subscribe("devices/+/status");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        broker.close();
    }

    @Test
    void eachConnectionHasABeginAndAnEnd() throws Exception {
        long before = System.currentTimeMillis();
        MqttPeer device = broker.device("sn1");
        MqttPeer.Received begin = gateway.next();
        assertThat(begin.topic()).isEqualTo("broker/clients/sn1/presence");
        JsonNode json = JSON.readTree(begin.text());
        assertThat(json.get("client_id").asText()).isEqualTo("sn1");
        assertThat(json.get("online").asBoolean()).isTrue();
        assertThat(json.get("ts").asLong()).isBetween(before, System.currentTimeMillis());

        device.disconnect();
        JsonNode end = presence();
        assertThat(end.get("online").asBoolean()).isFalse();
        assertThat(end.get("connection_id")).isEqualTo(json.get("connection_id"));

        MqttPeer again = broker.device("sn1");
        assertThat(presence().get("connection_id")).isNotEqualTo(json.get("connection_id"));
        again.vanish();
        assertThat(presence().get("online").asBoolean()).as("a lost connection").isFalse();
    }

    @Test
    void refusedLoginsAndTheGatewayItselfAreNotTold() throws Exception {
        assertThatThrownBy(() -> MqttPeer.connect(broker.url, "sn1", "sn1", "wrong")).isInstanceOf(MqttException.class);
        broker.gateway().close();

        try (MqttPeer device = broker.device("sn2")) {
            assertThat(presence().get("client_id").asText()).as("the first to be told").isEqualTo("sn2");
        }
    }

    @Test
    void aTakeoverTellsTheOldEndBeforeTheNewBegin() throws Exception {
        MqttPeer first = broker.device("sn1");
        JsonNode begin = presence();
        MqttPeer second = broker.device("sn1");

        assertThat(first.awaitDisconnect()).isEqualTo(SESSION_TAKEN_OVER);
        JsonNode end = presence();
        assertThat(end.get("online").asBoolean()).isFalse();
        assertThat(end.get("connection_id")).isEqualTo(begin.get("connection_id"));
        JsonNode next = presence();
        assertThat(next.get("online").asBoolean()).isTrue();
        assertThat(next.get("connection_id")).isNotEqualTo(begin.get("connection_id"));

        second.close();
        assertThat(presence().get("connection_id")).as("one end each").isEqualTo(next.get("connection_id"));
        assertThat(gateway.received()).isEmpty();
    }

    @Test
    void manyTakeoversKeepTheOrder() throws Exception {
        Map<String, Boolean> open = new HashMap<>();
        int rounds = 15;
        for (int i = 0; i < rounds; i++) {
            broker.device("sn1");
        }
        for (int i = 0; i < 2 * rounds - 1; i++) {
            JsonNode event = presence();
            if (event.get("online").asBoolean()) {
                assertThat(open).as("only one connection at a time").doesNotContainValue(true);
                open.put(event.get("connection_id").asText(), true);
            } else {
                assertThat(open.replace(event.get("connection_id").asText(), false)).as("ends once").isTrue();
            }
        }
        assertThat(open).hasSize(rounds).containsValue(true);
    }

    @Test
    void aLostConnectionSendsItsWill() throws Exception {
        broker.device("sn1", will("devices/sn1/status")).vanish();

        assertThat(willReceived()).isEqualTo(new MqttPeer.Received("devices/sn1/status", "gone", false));
    }

    @Test
    void aLostConnectionSendsItsWillAlsoWhenTheSessionLivesOn() throws Exception {
        broker.device("sn1", will("devices/sn1/status").andThen(o -> o.setSessionExpiryInterval(MqttPeer.NEVER))).vanish();

        assertThat(willReceived().text()).isEqualTo("gone");
    }

    @Test
    void aGoodbyeSendsTheWillOnlyOnRequest() throws Exception {
        for (int i = 0; i < GOODBYES; i++) {
            broker.device("sn1", will("devices/sn1/status")).disconnect();
        }
        broker.device("sn2", will("devices/sn2/status")).disconnect(0x04);

        assertThat(willReceived().topic()).isEqualTo("devices/sn2/status");
    }

    @Test
    void whatADeviceSaysOfItselfIsToldWithItsConnection() throws Exception {
        MqttPeer device = broker.device("sn1");
        JsonNode begin = presence();
        device.publish("devices/sn1/status", "{\"online\":false}");
        device.publish("devices/sn1/status", "no JSON");
        device.publish("devices/sn1/status", "{\"online\":true}");

        for (boolean online : new boolean[] {false, true}) {
            JsonNode said = JSON.readTree(nextBelow("broker/clients/").text());
            assertThat(said.get("online").asBoolean()).isEqualTo(online);
            assertThat(said.get("connection_id")).isEqualTo(begin.get("connection_id"));
        }
    }

    private JsonNode presence() throws Exception {
        MqttPeer.Received next = gateway.next();
        assertThat(next).isNotNull();
        assertThat(next.topic()).startsWith("broker/clients/");
        return JSON.readTree(next.text());
    }

    private MqttPeer.Received willReceived() throws InterruptedException {
        return nextBelow("devices/");
    }

    /** The next message of such a topic; what comes before it on others is passed over. Null after 10 s without any. */
    private MqttPeer.Received nextBelow(String prefix) throws InterruptedException {
        MqttPeer.Received next = gateway.next();
        while (next != null && !next.topic().startsWith(prefix)) {
            next = gateway.next();
        }
        return next;
    }
}
