package io.campanile.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.fixture.MqttPeer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user asks for over MQTT is answered, and only where they may read it (PROTOCOL 4). */
class UserRequestsTest {

    private static final String SEND = "users/alice/phone/messages/send";
    private static final String REPLIES = "users/alice/phone/replies";

    @TempDir
    private static Path directory;
    private static UserRequestsGateway gateway;
    private final ObjectMapper json = new ObjectMapper();
    private static MqttPeer alice;
    private static MqttPeer reader;

    @BeforeAll
    static void start() throws Exception {
        gateway = new UserRequestsGateway(directory);
        alice = gateway.alice("phone");
        alice.subscribe("users/alice/phone/#");
        alice.subscribe("users/alice/calls/#");
        reader = gateway.reader();
    }

    @AfterAll
    static void stop() throws Exception {
        reader.close();
        alice.close();
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.asked.clear();
        gateway.waiting.clear();
        alice.received().clear();
        reader.received().clear();
    }

    @Test
    void aRequestReachesItsServiceAndIsAnsweredOnReplies() throws Exception {
        alice.publish(SEND, "{\"request_id\":7,\"type\":\"text\",\"to\":\"bob\"}");

        assertThat(next(REPLIES)).isEqualTo(json.readTree("{\"request_id\":7,\"code\":0,\"msg\":\"\",\"values\":{\"msg_id\":\"m-1\"}}"));
        assertThat(gateway.asked).containsExactly(new ServiceRequests.ServiceRequest("/api/message/send", "alice", "phone",
                Map.of("type", "text", "to", "bob")));
    }

    @Test
    void aServiceThatIsNotThereYetIs404() throws Exception {
        alice.publish("users/alice/phone/messages/ack", "{\"request_id\":\"a\",\"inbox_seq\":1}");

        assertThat(next(REPLIES)).isEqualTo(json.readTree("{\"request_id\":\"a\",\"code\":404,\"msg\":\"no such service\",\"values\":{}}"));
    }

    @Test
    void anActionOfACallThatIsRefusedIsToldAtItsControl() throws Exception {
        alice.publish("users/alice/calls/action", "{\"call_id\":\"c1\",\"action\":\"answered\",\"timestamp\":1}");
        assertThat(next("users/alice/calls/control")).isEqualTo(json.readTree("{\"message_type\":\"call_control\",\"action\":\"error\",\"call_id\":\"c1\","
                + "\"request_id\":null,\"code\":404,\"msg\":\"no such service\",\"values\":{}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "{", "{} {}", "{\"request_id\":", "{\"type\":7}", "\u0000"})
    void whatIsMalformedIs400(String payload) throws Exception {
        alice.publish(SEND, payload);
        assertThat(next(REPLIES).get("code").asInt()).isEqualTo(400);
    }

    @Test
    void whatIsTooLargeIs413AndWhatBreaksIs500AndSaysNothing() throws Exception {
        alice.publish(SEND, "{\"type\":\"" + "x".repeat(1_000) + "\"}");
        assertThat(next(REPLIES).get("code").asInt()).isEqualTo(413);
        alice.publish(SEND, "{\"type\":\"fail\"}");
        assertThat(next(REPLIES)).isEqualTo(json.readTree("{\"request_id\":null,\"code\":500,\"msg\":\"internal error\",\"values\":{}}"));
    }

    @Test
    void aSuccessThatNobodyAskedForIsNotTold() throws Exception {
        alice.publish(SEND, "{\"type\":\"text\"}");
        alice.publish(SEND, "{\"type\":\"text\",\"request_id\":2}");
        assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(2);
    }

    @Test
    void theAnswerGoesWhereItWasAskedForWithItsCorrelation() throws Exception {
        alice.request(SEND, "{\"type\":\"text\"}", "users/alice/phone/answers/1", "c-1");

        assertThat(next("users/alice/phone/answers/1").get("code").asInt()).isZero();
        assertThat(alice.correlation()).isEqualTo("c-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"users/bob/phone/messages", "users/alice/tablet/messages", "devices/sn1/commands", "system/time", "broker/started",
        SEND, "users/alice/phone", "$share/g/users/alice/phone/x", "users/alice/phone/"})
    void anAnswerIsNeverPublishedWhereTheSenderMayNotRead(String responseTopic) throws Exception {
        reader.subscribe(responseTopic);
        alice.request(SEND, "{\"request_id\":1,\"type\":\"text\"}", responseTopic, "c-2");

        assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(1);
        assertThat(alice.correlation()).isEqualTo("c-2");
        assertThat(reader.received()).filteredOn(received -> received.text().contains("msg_id")).isEmpty();
    }

    @Test
    void anAnswerThatComesLateHoldsUpNoOther() throws Exception {
        alice.publish(SEND, "{\"request_id\":1,\"type\":\"wait\"}");
        alice.publish(SEND, "{\"request_id\":2,\"type\":\"text\"}");
        assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(2);

        gateway.waiting.remove().complete(Map.of());
        assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(1);
    }

    /** The next message on this topic; what alice publishes she hears herself, and is passed over. */
    private JsonNode next(String topic) throws Exception {
        while (true) {
            MqttPeer.Received received = alice.next();
            assertThat(received).as("on " + topic).isNotNull();
            if (received.topic().equals(topic)) {
                return json.readTree(received.text());
            }
            assertThat(received.topic()).isIn(SEND, "users/alice/phone/messages/ack", "users/alice/calls/action");
        }
    }
}
