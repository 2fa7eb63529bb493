package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import io.campanile.fixture.WebhookReceiver;
import io.campanile.fixture.WebhookReceiver.Call;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages that nobody confirms, and what is told of it, from outside (PROTOCOL 6, 11). */
@Tag("faults")
class MessageFateIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    @TempDir
    static Path directory;
    private static WebhookReceiver vendor;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        vendor = new WebhookReceiver();
        gateway = RunningGateway.first(directory, Map.of("push.delay", "1s", "push.webhook.url", vendor.url(),
                "push.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "conservation-check.within", "2s",
                "probe.period", "200ms"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void whoIsAwayIsNotifiedOnceAndTheTraceTellsTheWholeWay() {
        String alice = user("alice");
        String bob = user("bob");
        gateway.put("/api/v1/installations/phone", bob, Map.of("provider", "webhook", "token", "token-of-bob"));
        String msgId = send(alice, "bob", 0);
        await().until(() -> callsFor(msgId).size() == 1);
        await().until(() -> verdict(alice, msgId).contains("a push notification went out at"));
        assertThat(verdict(alice, msgId)).startsWith("Waiting: bob has no installation connected;");
        assertThat(callsFor(msgId).get(0).body()).contains("\"user_id\":\"bob\"", "token-of-bob");

        try (WebSocketPeer phone = connect(bob, "phone")) {
            JsonNode pushed = push(phone, "/push/message");
            assertThat(pushed.path("msg_id").asText()).isEqualTo(msgId);
            phone.ask("/api/message/ack", "{'epoch':'" + pushed.path("epoch").asText() + "','inbox_seq':1}");
        }
        assertThat(verdict(bob, msgId)).matches("Delivered to bob's phone after .* s, .* after a push notification");
        assertThat(trace(bob, msgId).path("events").findValuesAsText("event"))
                .containsSubsequence("accepted", "numbered", "push_notification", "push_notification_sent", "confirmed");
        assertThat(callsFor(msgId)).hasSize(1);
        assertThat(gateway.read("/api/v1/installations", bob).toString()).doesNotContain("token-of-bob");
    }

    @Test
    void theSenderIsToldWhatRanOut() {
        String dave = user("dave");
        user("erin");
        try (WebSocketPeer sender = connect(dave, "d")) {
            String msgId = send(dave, "erin", System.currentTimeMillis() + 300);
            push(sender, "/push/message");
            JsonNode receipt = push(sender, "/push/message/receipt");
            assertThat(receipt.path("msg_id").asText()).isEqualTo(msgId);
            assertThat(receipt.path("user_id").asText()).isEqualTo("erin");
            assertThat(receipt.path("status").asText()).isEqualTo("expired");
            assertThat(verdict(dave, msgId)).startsWith("Expired before erin's first installation confirmed it");
        }
    }

    @Test
    void whatSomebodyDoesToAnInboxBehindOurBackIsFoundByUser() throws Exception {
        String frank = user("frank");
        user("grace");
        user("heidi");
        for (String to : List.of("grace", "grace", "heidi", "heidi")) {
            send(frank, to, 0);
        }
        Jdbi database = Jdbi.create("jdbc:h2:tcp://127.0.0.1:" + gateway.setting("jdbc.port") + "/campanile;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                "campanile", "");
        await().until(() -> database.withHandle(handle -> handle.createQuery("SELECT SUM(last_seq) FROM inbox_end WHERE user_id IN ('grace', 'heidi')")
                .mapTo(Long.class).one()) == 4);
        database.useHandle(handle -> {
            handle.execute("DELETE FROM inbox_entry WHERE user_id = 'grace' AND inbox_seq = 1");
            handle.execute("INSERT INTO inbox_entry SELECT user_id, epoch, 3, count, conversation_id, seq, own, appended_at FROM inbox_entry "
                    + "WHERE user_id = 'heidi' AND inbox_seq = 1");
        });

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(management("metrics"))
                .contains("conservation_imbalance{flow=\"message-deliver\"} 2.0"));
        assertThat(management("health")).contains("grace", "are missing", "heidi", "are there twice");
        assertThat(gateway.output()).contains("flow message-deliver, inbox of grace: 2 numbers are missing");
    }

    @Test
    void theNodeWritesToItselfAndNobodySeesIt() throws Exception {
        await().untilAsserted(() -> assertThat(management("metrics")).containsPattern("probe_delivery_seconds_count [1-9]"));
        assertThat(management("metrics")).containsPattern("probe_silence_seconds [0-4]\\.");
        String token = user("ivan");
        assertThat(gateway.read("/api/v1/users/online", token).toString()).doesNotContain("probe");
        assertThat(gateway.post("/api/v1/users", null, Map.of("username", "_probe-node-1-a", "password", "pass word")).path("code").asInt()).isEqualTo(409);
    }

    private static String send(String token, String to, long lossTime) {
        return gateway.post("/api/v1/messages", token, Map.of("to", to, "type", "text", "content", "hello", "loss_time", lossTime)).path("msg_id").asText();
    }

    private static JsonNode trace(String token, String msgId) {
        return gateway.read("/api/v1/messages/" + msgId + "/trace", token);
    }

    private static String verdict(String token, String msgId) {
        return trace(token, msgId).path("verdict").asText();
    }

    private static List<Call> callsFor(String msgId) {
        return vendor.calls().stream().filter(call -> call.body().contains(msgId)).toList();
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

    private static String management(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.setting("management.port") + "/observe/" + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
}
