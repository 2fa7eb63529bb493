package io.campanile.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.fixture.AlwaysLeading;
import io.campanile.fixture.MqttPeer;
import io.campanile.standalone.mqtt.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
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
    Path directory;
    private final ObjectMapper json = new ObjectMapper();
    private final Queue<ServiceRequests.ServiceRequest> asked = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Map<String, Object>>> waiting = new ConcurrentLinkedQueue<>();
    private EmbeddedBroker broker;
    private DefaultCamelContext camel;
    private MqttPeer alice;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(1);
        Properties settings = new Properties();
        settings.setProperty("mqtt.requests-in-flight", "1000");
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.addService(new AlwaysLeading());
        camel.addComponent("paho-mqtt5", new DurableMqttComponent(camel, configuration()));
        ReplyPublisher replies = new ReplyPublisher(configuration());
        camel.addRoutes(new UserRequestRoutes(new UserRequests(new MqttServices(Map.of("/api/message/send", this::send)), replies, 1_000), replies));
        camel.start();
        awaitSubscription("campanile-user-message", "users/+/+/messages/+");
        awaitSubscription("campanile-user-call", "users/+/calls/action");
        alice = broker.alice("phone");
        alice.subscribe("users/alice/phone/#");
        alice.subscribe("users/alice/calls/#");
    }

    private PahoMqtt5Configuration configuration() {
        PahoMqtt5Configuration configuration = new PahoMqtt5Configuration();
        configuration.setBrokerUrl(broker.url());
        configuration.setUserName(EmbeddedBroker.GATEWAY);
        configuration.setPassword(EmbeddedBroker.PASSWORD);
        configuration.setManualAcksEnabled(true);
        configuration.setAutomaticReconnect(true);
        configuration.setMaxReconnectDelay(1_000);
        return configuration;
    }

    private void awaitSubscription(String clientId, String filter) {
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        broker.whenSubscribed(clientId, filter, () -> subscribed.complete(null));
        await().until(subscribed::isDone);
    }

    private CompletionStage<Map<String, Object>> send(ServiceRequests.ServiceRequest request) {
        asked.add(request);
        Object type = request.values().get("type");
        if ("wait".equals(type)) {
            CompletableFuture<Map<String, Object>> later = new CompletableFuture<>();
            waiting.add(later);
            return later;
        }
        if ("fail".equals(type)) {
            throw new IllegalStateException("broken");
        }
        return type instanceof String
                ? CompletableFuture.completedFuture(Map.of("msg_id", "m-1"))
                : CompletableFuture.failedFuture(CodedException.invalid("type", "must be a string"));
    }

    @AfterEach
    void stop() throws Exception {
        alice.close();
        camel.close();
        broker.close();
    }

    @Test
    void aRequestReachesItsServiceAndIsAnsweredOnReplies() throws Exception {
        alice.publish(SEND, "{\"request_id\":7,\"type\":\"text\",\"to\":\"bob\"}");

        assertThat(next(REPLIES)).isEqualTo(json.readTree("{\"request_id\":7,\"code\":0,\"msg\":\"\",\"values\":{\"msg_id\":\"m-1\"}}"));
        assertThat(asked).containsExactly(new ServiceRequests.ServiceRequest("/api/message/send", "alice", "phone",
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
        try (MqttPeer gateway = broker.gateway()) {
            gateway.subscribe(responseTopic);
            alice.request(SEND, "{\"request_id\":1,\"type\":\"text\"}", responseTopic, "c-2");

            assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(1);
            assertThat(alice.correlation()).isEqualTo("c-2");
            assertThat(gateway.received()).filteredOn(received -> received.text().contains("msg_id")).isEmpty();
        }
    }

    @Test
    void anAnswerThatComesLateHoldsUpNoOther() throws Exception {
        alice.publish(SEND, "{\"request_id\":1,\"type\":\"wait\"}");
        alice.publish(SEND, "{\"request_id\":2,\"type\":\"text\"}");
        assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(2);

        waiting.remove().complete(Map.of());
        assertThat(next(REPLIES).get("request_id").asInt()).isEqualTo(1);
    }

    @Test
    void aRequestIsAnsweredAlsoWhenTheBrokerWasAwayMeanwhile() throws Exception {
        alice.publish(SEND, "{\"request_id\":1,\"type\":\"wait\"}");
        await().until(() -> !waiting.isEmpty());
        broker.close();
        waiting.remove().complete(Map.of("msg_id", "late"));
        broker = EmbeddedBroker.start(directory, broker.port());
        alice.close();
        alice = broker.alice("phone");
        alice.subscribe("users/alice/phone/#");
        // The request stayed with the broker, and is asked once more
        await().until(() -> waiting.size() + alice.received().size() > 0);
        waiting.forEach(again -> again.complete(Map.of("msg_id", "late")));

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
