package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.LinePeer;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The presence of users on two nodes, over every transport (PROTOCOL 6; CAPABILITIES 2.07, 2.24, 2.25). */
@Tag("faults")
class UserPresenceIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration HOLD_DOWN = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void everyNodeTellsOfEveryTransportAndADeadNodesUsersAreGone() throws Exception {
        try (RunningGateway first = RunningGateway.first(directory, Map.of());
             RunningGateway second = RunningGateway.second(directory, first)) {
            for (String user : List.of("ada", "bob", "carl", "dora")) {
                first.post("/api/v1/users", null, Map.of("username", user, "password", RunningGateway.PASSWORD));
            }
            String token = first.token();
            WebSocketPeer watcher = WebSocketPeer.connect(HTTP, named(first.webSocket(), "desk"), token);
            assertThat(watcher.ask("/api/presence/subscribe", "{'user_ids':['ada','bob','carl','dora','nobody']}").at("/values/presence"))
                    .extracting(row -> row.path("user_id").asText() + row.path("available").asText() + row.path("last_seen").asText())
                    .containsExactly("adafalsenull", "bobfalsenull", "carlfalsenull", "dorafalsenull");

            WebSocketPeer ada = WebSocketPeer.connect(HTTP, named(second.webSocket(), "phone"), token(first, "ada"));
            assertPush(watcher.next(), "ada", true);
            LinePeer bob = LinePeer.connect(second);
            assertThat(bob.ask("login:bob:" + RunningGateway.PASSWORD)).isEqualTo("ok:login");
            assertPush(watcher.next(), "bob", true);
            MqttPeer carl = MqttPeer.connect(first.mqtt(), "carl.tablet", "carl", token(first, "carl"));
            assertPush(watcher.next(), "carl", true);

            assertThat(online(second, token)).containsExactly("ada", "admin", "bob", "carl");
            assertThat(second.read("/api/v1/users/online?limit=1&after=ada", token).path("has_more").asBoolean()).isTrue();
            JsonNode presence = first.read("/api/v1/users/bob/presence", token);
            assertThat(presence.at("/connections/0/transport").asText()).isEqualTo("tcp");
            assertThat(presence.at("/connections/0/node").asText()).isEqualTo("node-2");
            assertThat(first.get("/api/v1/users/nobody/presence", token).statusCode()).isEqualTo(404);
            assertThat(first.read("/api/v1/users/dora/presence", token).path("last_seen").isNull()).isTrue();

            // A break shorter than the hold-down, over to the other node, is not announced; what comes next is
            ada.close();
            WebSocketPeer adaElsewhere = WebSocketPeer.connect(HTTP, named(first.webSocket(), "phone"), token(first, "ada"));
            carl.close();
            assertPush(watcher.next(), "carl", false);
            assertThat(first.read("/api/v1/users/ada/presence", token).at("/connections/0/node").asText()).isEqualTo("node-1");
            assertThat(first.read("/api/v1/users/carl/presence", token).path("last_seen").asLong()).isPositive();

            long killed = System.nanoTime();
            second.kill();
            assertPush(watcher.next(), "bob", false);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LEASE.plus(HOLD_DOWN).plusSeconds(1));
            await().until(() -> online(first, token).equals(List.of("ada", "admin")));

            watcher.close();
            WebSocketPeer back = WebSocketPeer.connect(HTTP, named(first.webSocket(), "desk"), token);
            assertThat(List.of(back.next(), back.next(), back.next(), back.next()))
                    .extracting(push -> push.at("/values/user_id").asText() + push.at("/values/available").asText())
                    .containsExactlyInAnyOrder("adatrue", "bobfalse", "carlfalse", "dorafalse");
            adaElsewhere.close();
            assertPush(back.next(), "ada", false);
            back.close();
        }
    }

    private static String token(RunningGateway gateway, String user) {
        return gateway.post("/api/v1/sessions", null, Map.of("username", user, "password", RunningGateway.PASSWORD)).get("token").asText();
    }

    private static URI named(URI node, String clientId) {
        return URI.create(node + "?client_id=" + clientId);
    }

    private static List<String> online(RunningGateway node, String token) {
        return node.read("/api/v1/users/online", token).path("users").findValuesAsText("user_id");
    }

    private static void assertPush(JsonNode frame, String userId, boolean available) {
        assertThat(frame.path("service").asText()).as(frame.toString()).isEqualTo("/push/presence");
        assertThat(frame.at("/values/user_id").asText()).as(frame.toString()).isEqualTo(userId);
        assertThat(frame.at("/values/available").asBoolean()).as(frame.toString()).isEqualTo(available);
    }
}
