package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.device.DeviceToken;
import io.campanile.domain.session.UserPresence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watching whether users are there, over real sockets (PROTOCOL 5 and 6; CAPABILITIES 2.24, 2.25). */
class UserWatchingTest {

    private final WebSocketGateway gateway = new WebSocketGateway("presence.max-subscriptions", "3");

    @BeforeEach
    void users() {
        gateway.users.existing.addAll(List.of("ada", "bob", "carl", "dora"));
        gateway.users.there.add("bob");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aSubscriptionAnswersHowItIsAndThenEveryChangeIsPushedOnce() {
        TestClient client = gateway.connectAs("user");

        JsonNode answer = client.ask(request("subscribe", "'ada','bob'")).at("/values/presence");
        assertThat(answer).extracting(row -> row.path("user_id").asText() + " " + row.path("available").asBoolean())
                .containsExactly("ada false", "bob true");
        assertThat(answer.get(0).fieldNames()).toIterable().containsExactly("user_id", "available", "last_seen", "connections");
        changed("bob", true);
        changed("ada", true);
        changed("ada", true);
        changed("carl", true);
        changed("ada", false);

        assertPush(client.next(), "ada", true);
        assertPush(client.next(), "ada", false);
        assertThat(client.ask(request("unsubscribe", "'ada'")).at("/values/presence")).hasSize(1);
        changed("ada", true);
        changed("bob", false);
        assertPush(client.next(), "bob", false);
    }

    @Test
    void tellsTheConnectionsOfWhoIsThere() {
        gateway.users.there.add("user-b");
        TestClient other = gateway.connect("?client_id=phone", Map.of("Authorization", "Bearer " + gateway.token("user-b")));
        other.ask("{'service':'/api/heartbeat','request_id':'1'}");

        JsonNode connection = gateway.connectAs("user").ask(request("get", "'user-b'")).at("/values/presence/0/connections/0");

        assertThat(connection.fieldNames()).toIterable().containsExactlyInAnyOrder("client_id", "node", "transport", "since");
        assertThat(connection.path("client_id").asText()).isEqualTo("phone");
        assertThat(connection.path("transport").asText()).isEqualTo("websocket");
    }

    @Test
    void whatChangesWhileASubscriptionIsReadIsLookedAtAgain() {
        TestClient client = gateway.connectAs("user");
        gateway.users.afterLooking = () -> {
            gateway.users.there.remove("bob");
            changed("bob", false);
        };

        JsonNode answer = client.ask(request("subscribe", "'bob'"));

        assertThat(answer.at("/values/presence/0/available").asBoolean()).as("as it was read").isTrue();
        await().untilAsserted(() -> assertThat(gateway.looks).containsExactly("bob"));
        changed("bob", false);
        assertPush(client.next(), "bob", false);
    }

    @Test
    void whoDoesNotExistIsLeftOutAndNotWatched() {
        TestClient client = gateway.connectAs("user");

        assertThat(client.ask(request("subscribe", "'nobody','ada'")).at("/values/presence").findValuesAsText("user_id")).containsExactly("ada");

        assertThat(gateway.presenceWatchers.watched()).containsExactly("ada");
    }

    @Test
    void whoWatchesNobodyMayEndThatToo() {
        JsonNode answer = gateway.connectAs("user").ask(request("unsubscribe", "'ada','nobody'"));

        assertThat(answer.path("code").asInt()).as(answer.toString()).isZero();
        assertThat(answer.at("/values/presence").findValuesAsText("user_id")).containsExactly("ada");
    }

    @Test
    void tooManyAreRefusedAndThenNoneIsWatched() {
        TestClient client = gateway.connectAs("user");
        client.ask(request("subscribe", "'ada','bob'"));

        JsonNode refused = client.ask(request("subscribe", "'carl','dora'"));

        assertThat(refused.path("code").asInt()).isEqualTo(400);
        assertThat(refused.path("msg").asText()).isEqualTo("user_ids: a connection may watch 3 users, and these would be 4");
        assertThat(gateway.presenceWatchers.watched()).containsExactlyInAnyOrder("ada", "bob");
        assertThat(client.ask(request("subscribe", "'bob','carl'")).path("code").asInt()).as("one of them was watched before").isZero();
        assertThat(client.ask(request("get", "'ada','bob','carl','dora'")).path("code").asInt()).isEqualTo(400);
        assertThat(client.ask(request("get", "'a b'")).path("msg").asText()).startsWith("user_ids: must be 1 to 32");
        assertThat(client.ask(request("get", "1")).path("msg").asText()).startsWith("user_ids: must be a list of strings");
    }

    @Test
    void aNamedInstallationGoesOnWatchingWhenItIsBack() {
        String token = gateway.token("user");
        TestClient before = gateway.connect("?client_id=phone", Map.of("Authorization", "Bearer " + token));
        before.ask(request("subscribe", "'ada','bob'"));
        before.ask(request("unsubscribe", "'ada'"));
        before.socket.close();
        await().until(() -> gateway.presenceWatchers.watched().isEmpty());

        TestClient after = gateway.connect("?client_id=phone", Map.of("Authorization", "Bearer " + token));

        assertPush(after.next(), "bob", true);
        changed("bob", false);
        assertPush(after.next(), "bob", false);
        assertThat(gateway.presenceWatchers.watched()).containsExactly("bob");
    }

    @Test
    void devicesMayNot() {
        gateway.register("sn1", "retail", 1);
        gateway.secrets.put("sn1", "secret");
        TestClient device = gateway.connect();
        long now = System.currentTimeMillis();
        device.ask("{'service':'/api/device/login','request_id':'1','values':{'sn':'sn1','timestamp':" + now + ",'token':'"
                + DeviceToken.sign("sn1", now, "secret").token() + "'}}");

        assertThat(device.ask(request("get", "'ada'")).path("code").asInt()).isEqualTo(403);
    }

    private void changed(String userId, boolean available) {
        gateway.presenceWatchers.presenceChanged(new UserPresence(userId, available, 2_000L, List.of()));
    }

    private static String request(String service, String userIds) {
        return "{'service':'/api/presence/" + service + "','request_id':'1','values':{'user_ids':[" + userIds + "]}}";
    }

    private static void assertPush(JsonNode frame, String userId, boolean available) {
        assertThat(frame.path("service").asText()).as(frame.toString()).isEqualTo("/push/presence");
        assertThat(frame.at("/values/user_id").asText()).isEqualTo(userId);
        assertThat(frame.at("/values/available").asBoolean()).isEqualTo(available);
        assertThat(frame.path("values").fieldNames()).toIterable().containsExactly("user_id", "available", "last_seen");
    }
}
