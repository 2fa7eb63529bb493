package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RunningGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push accepted on one node reaches the connections of both (PROTOCOL 8). */
class PushIT {

    @TempDir
    Path directory;

    @Test
    void aConditionalPushReachesTheMatchingConnectionsOfBothNodesAndTheOutcomeAddsUp() throws Exception {
        try (RunningGateway first = RunningGateway.first(directory, Map.of());
             RunningGateway second = RunningGateway.second(directory, first)) {
            String token = first.token();
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

        private final List<String> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder begun = new StringBuilder();

        /** Connected, and known to the node. */
        static Client connect(RunningGateway node, String token, String query) throws Exception {
            Client client = new Client();
            WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(node.webSocket() + query), client).get();
            socket.sendText("{\"service\":\"/api/heartbeat\",\"request_id\":\"here\"}", true).get();
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
