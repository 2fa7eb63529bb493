package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.LinePeer;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.SharedNodes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A push accepted on one node reaches the connections of both (PROTOCOL 8). */
class PushIT {

    @RegisterExtension
    static final SharedNodes NODES = new SharedNodes();
    private static RunningGateway first;
    private static RunningGateway second;
    private static String token;

    @BeforeAll
    static void start() {
        first = NODES.first();
        second = NODES.second();
        token = first.token();
    }

    @AfterEach
    void leave() {
        Client.SOCKETS.forEach(WebSocket::abort);
    }

    /** All that are connected are this test's. */
    @BeforeEach
    void waitUntilNobodyIsThere() {
        await().until(() -> first.read("/api/v1/connections", token).path("connections").isEmpty());
    }

    @Test
    void aConditionalPushReachesTheMatchingConnectionsOfBothNodesAndTheOutcomeAddsUp() throws Exception {
        Client here = Client.connect(first, token, "?client_id=a&attr.floor=3");
        Client elsewhere = Client.connect(first, token, "?client_id=b&attr.floor=4");
        Client there = Client.connect(second, token, "?client_id=c&attr.floor=3");
        Client alsoThere = Client.connect(second, token, "?client_id=d&attr.floor=3");

        String condition = push(first, token, Map.of("where", Map.of("attr.floor", "3")), 1);
        String everybody = push(second, token, Map.of("all", true), 2);

        outcome(second, token, condition, 3);
        outcome(first, token, everybody, 4);
        for (Client client : List.of(here, there, alsoThere)) {
            client.received("conditional_broadcast:" + condition, "broadcast:" + everybody);
        }
        elsewhere.received("broadcast:" + everybody);
        assertThat(first.get("/api/v1/pushes/" + condition, null).statusCode()).isEqualTo(401);
        assertThat(first.get("/api/v1/pushes/unknown", token).statusCode()).isEqualTo(404);
    }

    /** The second node has no broker of its own: the first one's clients are the first one's, whoever pushes. */
    @Test
    void aPushReachesDevicesAndUsersOverMqttAndTellsThatLinesCannotShowIt() throws Exception {
        String secret = first.register(token, "dog", "dance_dog");
        first.post("/api/v1/users", null, Map.of("username", "alice", "password", RunningGateway.PASSWORD));
        String alices = first.post("/api/v1/sessions", null, Map.of("username", "alice", "password", RunningGateway.PASSWORD)).get("token").asText();
        Client socket = Client.connect(second, alices, "?client_id=wall");
        try (MqttPeer device = MqttPeer.connect(first.mqtt(), "dog", "dog", secret);
             MqttPeer phone = MqttPeer.connect(first.mqtt(), "alice.phone", "alice", alices);
             LinePeer line = LinePeer.connect(first)) {
            device.subscribe("devices/dog/pushes");
            phone.subscribe("users/alice/phone/#");
            assertThat(line.ask("login:alice:" + RunningGateway.PASSWORD)).isEqualTo("ok:login");

            String dogs = push(second, token, Map.of("where", Map.of("device_type", "dance_dog")), 1);
            String all = push(second, token, Map.of("user", "alice"), 2);

            outcome(second, token, dogs, 1);
            await().untilAsserted(() -> {
                JsonNode outcome = first.read("/api/v1/pushes/" + all, token);
                assertThat(outcome.path("matched").asInt()).isEqualTo(3);
                assertThat(outcome.path("sent").asInt()).isEqualTo(2);
                assertThat(outcome.path("failed").toString()).isEqualTo("{\"unsupported\":1}");
            });
            assertThat(device.next()).isEqualTo(new MqttPeer.Received("devices/dog/pushes", frame("conditional_broadcast", 1, dogs), false));
            assertThat(phone.next()).isEqualTo(new MqttPeer.Received("users/alice/phone/pushes", frame("user_broadcast", 2, all), false));
            socket.received("user_broadcast:" + all);
            assertThat(line.hasMore()).isFalse();
        }
    }

    private static String frame(String service, int n, String pushId) {
        return "{\"op\":\"galbot_push\",\"service\":\"" + service + "\",\"code\":0,\"msg\":\"\",\"values\":{\"n\":" + n
                + "},\"result\":true,\"request_id\":\"" + pushId + "\"}";
    }

    private static String push(RunningGateway node, String token, Map<String, ?> target, int n) {
        JsonNode answer = node.post("/api/v1/pushes", token, Map.of("target", target, "values", Map.of("n", n)));
        return answer.path("push_id").asText();
    }

    private static void outcome(RunningGateway node, String token, String pushId, int connections) {
        await().untilAsserted(() -> {
            JsonNode outcome = node.read("/api/v1/pushes/" + pushId, token);
            assertThat(outcome.path("nodes").toString()).isEqualTo("[\"node-1\",\"node-2\"]");
            assertThat(outcome.path("matched").asInt()).isEqualTo(connections);
            assertThat(outcome.path("sent").asInt()).isEqualTo(connections);
            assertThat(outcome.path("failed").isEmpty()).isTrue();
        });
    }

    /** Keeps the service and the id of every frame. */
    private static final class Client implements WebSocket.Listener {

        private static final List<WebSocket> SOCKETS = new CopyOnWriteArrayList<>();

        private final List<String> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder begun = new StringBuilder();

        /** Connected, and known to the node. */
        static Client connect(RunningGateway node, String token, String query) throws Exception {
            Client client = new Client();
            WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(node.webSocket() + query), client).get();
            socket.sendText("{\"service\":\"/api/heartbeat\",\"request_id\":\"here\"}", true).get();
            SOCKETS.add(socket);
            await().until(() -> client.frames.contains("/api/heartbeat:here"));
            client.frames.clear();
            return client;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            begun.append(text);
            if (last) {
                frames.add(field(begun, "service") + ":" + field(begun, "request_id"));
                begun.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, text, last);
        }

        void received(String... expected) {
            await().untilAsserted(() -> assertThat(frames).containsExactly(expected));
        }

        private static String field(CharSequence frame, String name) {
            return frame.toString().replaceFirst("(?s).*\"" + name + "\":\"([^\"]*)\".*", "$1");
        }
    }
}
