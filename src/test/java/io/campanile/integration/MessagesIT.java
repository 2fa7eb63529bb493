package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages from one user to another, seen from outside (PROTOCOL 6). */
class MessagesIT {

    @TempDir
    static Path directory;
    private static RunningGateway gateway;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        gateway = RunningGateway.first(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aMessageReachesBothInOrderAndIsOverOnceConfirmed() {
        String alice = user("alice1");
        String bob = user("bob1");
        try (WebSocketPeer sender = connect(alice, "a"); WebSocketPeer receiver = connect(bob, "b")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                JsonNode answer = sender.ask("/api/message/send", "{'to':'bob1','type':'text','content':{'n':" + i + "}}");
                assertThat(answer.path("code").asInt()).as(answer.toString()).isZero();
                ids.add(answer.at("/values/msg_id").asText());
            }
            JsonNode last = null;
            for (int i = 0; i < 10; i++) {
                last = push(receiver, "/push/message");
                assertThat(last.path("msg_id").asText()).isEqualTo(ids.get(i));
                assertThat(last.path("inbox_seq").asInt()).isEqualTo(i + 1);
                assertThat(last.path("prev").asInt()).isEqualTo(i);
                assertThat(last.path("seq").asInt()).isEqualTo(i + 1);
                assertThat(last.at("/content/n").asInt()).isEqualTo(i);
                assertThat(push(sender, "/push/message").path("msg_id").asText()).as("one's own").isEqualTo(ids.get(i));
            }
            assertThat(receiver.ask("/api/message/ack", "{'epoch':'" + last.path("epoch").asText() + "','inbox_seq':10}").path("code").asInt()).isZero();
            JsonNode receipt = push(sender, "/push/message/receipt");
            assertThat(receipt.path("delivered_seq").asInt()).isEqualTo(10);
            assertThat(receipt.path("user_id").asText()).isEqualTo("bob1");
        }
    }

    private static JsonNode push(WebSocketPeer peer, String service) {
        JsonNode frame = peer.next();
        assertThat(frame.path("service").asText()).as(frame.toString()).isEqualTo(service);
        return frame.path("values");
    }

    private static String user(String name) {
        gateway.post("/api/v1/users", null, Map.of("username", name, "password", "pass word " + name));
        return gateway.post("/api/v1/sessions", null, Map.of("username", name, "password", "pass word " + name)).path("token").asText();
    }

    private static WebSocketPeer connect(String token, String clientId) {
        return WebSocketPeer.connect(HTTP, URI.create(gateway.webSocket() + "?client_id=" + clientId), token);
    }
}
