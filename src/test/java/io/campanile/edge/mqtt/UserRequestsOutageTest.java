package io.campanile.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.MqttPeer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request over MQTT outlives the broker's absence (PROTOCOL 4). */
class UserRequestsOutageTest {

    private static final String REPLIES = "users/alice/phone/replies";

    @TempDir
    private Path directory;

    @Test
    void aRequestIsAnsweredAlsoWhenTheBrokerWasAwayMeanwhile() throws Exception {
        try (UserRequestsGateway gateway = new UserRequestsGateway(directory)) {
            MqttPeer before = gateway.alice("phone");
            before.subscribe(REPLIES);
            before.publish("users/alice/phone/messages/send", "{\"request_id\":1,\"type\":\"wait\"}");
            await().until(() -> !gateway.waiting.isEmpty());
            gateway.stopBroker();
            gateway.waiting.remove().complete(Map.of("msg_id", "late"));
            gateway.startBrokerAgain();
            before.close();
            try (MqttPeer alice = gateway.alice("phone")) {
                alice.subscribe(REPLIES);
                // The request stayed with the broker, and is asked once more
                await().until(() -> gateway.waiting.size() + alice.received().size() > 0);
                gateway.waiting.forEach(again -> again.complete(Map.of("msg_id", "late")));

                MqttPeer.Received reply = alice.next();
                assertThat(reply).isNotNull();
                assertThat(new ObjectMapper().readTree(reply.text()).get("request_id").asInt()).isEqualTo(1);
            }
        }
    }
}
