package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.LinePeer;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages between people who come in by different doors: MQTT, lines, REST and WebSocket (PROTOCOL 4, 5, 6 and 10). */
@Tag("faults")
class MessageDoorsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;
    private static RunningGateway gateway;
    private static int people;

    private String ann;
    private String ben;
    private String annsToken;
    private String bensToken;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.first(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void twoWhoHaveNeverWritten() {
        ann = "ann" + ++people;
        ben = "ben" + people;
        annsToken = tokenOf(ann);
        bensToken = tokenOf(ben);
    }

    @Test
    void overMqttMessagesArriveAreConfirmedAndGoOnWhereTheyStopped() throws Exception {
        try (MqttPeer from = mqtt(ann, "tablet", annsToken); MqttPeer to = mqtt(ben, "phone", bensToken)) {
            from.subscribe(topic(ann, "tablet", "replies"));
            from.subscribe(topic(ann, "tablet", "pushes"));
            to.subscribe(topic(ben, "phone", "replies"));
            to.subscribe(topic(ben, "phone", "messages"));
            for (int i = 1; i <= 3; i++) {
                from.publish(topic(ann, "tablet", "messages/send"), "{\"request_id\":" + i + ",\"to\":\"" + ben + "\",\"type\":\"text\",\"content\":\"hi " + i + "\"}");
                JsonNode reply = json(from);
                assertThat(reply.get("code").asInt()).as(reply.toString()).isZero();
                JsonNode message = json(to);
                assertThat(message.get("msg_id")).isEqualTo(reply.at("/values/msg_id"));
                assertThat(message.fieldNames()).toIterable().containsExactlyInAnyOrder("msg_id", "conversation_id", "seq", "epoch", "inbox_seq", "prev",
                        "sender_id", "to", "type", "content", "loss_time", "timestamp");
                assertThat(message.get("content").asText()).isEqualTo("hi " + i);
                assertThat(message.get("inbox_seq").asInt()).isEqualTo(i);
                assertThat(message.get("prev").asInt()).isEqualTo(i - 1);
                if (i == 2) {
                    assertThat(confirm(to, message.get("epoch").asText(), 2).get("code").asInt()).isZero();
                    assertThat(json(from).at("/values/delivered_seq").asInt()).as("the receipt").isEqualTo(2);
                    assertThat(confirm(to, message.get("epoch").asText(), 3).get("code").asInt()).as("more than was pushed").isEqualTo(400);
                    JsonNode elsewhere = confirm(to, "elsewhere", 2);
                    assertThat(elsewhere.get("code").asInt()).isEqualTo(409);
                    assertThat(elsewhere.at("/values/epoch")).isEqualTo(message.get("epoch"));
                }
            }
            to.unsubscribe(topic(ben, "phone", "messages"));
            to.subscribe(topic(ben, "phone", "messages"));
            assertThat(json(to).get("inbox_seq").asInt()).isEqualTo(3);
        }
    }

    /** Its PUBACKs confirm nothing: what waits for a slow reader waits in the inbox, not in the broker. */
    @Test
    void overMqttNoMoreThanTheWindowIsUnconfirmed() throws Exception {
        try (MqttPeer from = mqtt(ann, "tablet", annsToken); MqttPeer to = mqtt(ben, "phone", bensToken)) {
            to.subscribe(topic(ben, "phone", "messages"));
            from.publishMany(topic(ann, "tablet", "messages/send"), IntStream.rangeClosed(1, 200)
                    .mapToObj(i -> "{\"to\":\"" + ben + "\",\"type\":\"text\",\"content\":" + i + "}").toList());
            await().until(() -> gateway.read("/api/v1/unread", bensToken).get("total").asInt() == 200);
            String epoch = arrive(to, 1, 128);
            assertThat(to.received()).isEmpty();

            to.publish(topic(ben, "phone", "messages/ack"), "{\"epoch\":\"" + epoch + "\",\"inbox_seq\":128}");
            arrive(to, 129, 200);
        }
    }

    private static String arrive(MqttPeer peer, int first, int last) throws Exception {
        String epoch = null;
        for (int number = first; number <= last; number++) {
            JsonNode message = json(peer);
            assertThat(message.get("inbox_seq").asInt()).isEqualTo(number);
            assertThat(message.get("content").asInt()).isEqualTo(number);
            epoch = message.get("epoch").asText();
        }
        return epoch;
    }

    @Test
    void overMqttAnAnswerGoesToTheResponseTopic() throws Exception {
        try (MqttPeer from = mqtt(ann, "tablet", annsToken)) {
            String answers = topic(ann, "tablet", "answers");
            from.subscribe(answers);
            from.request(topic(ann, "tablet", "messages/send"), "{\"to\":\"nobody-at-all\",\"type\":\"text\",\"content\":1}", answers, "c-1");

            assertThat(json(from).get("code").asInt()).isEqualTo(404);
            assertThat(from.correlation()).isEqualTo("c-1");
        }
    }

    @Test
    void overLinesMessagesArriveAndGoOnWhereTheyStopped() {
        try (LinePeer from = line(ann)) {
            assertThat(from.ask("chat:" + ben + ":one\\ntwo: three")).startsWith("ok:chat:");
            assertThat(from.next()).startsWith("msg:1:").endsWith(":" + ann + ":one\\ntwo: three");
            assertThat(from.ask("chat:nobody-at-all:hi")).startsWith("error:chat:404:");
            assertThat(from.ask("group_chat:hall:hi")).startsWith("error:group_chat:404:");
            try (LinePeer to = line(ben)) {
                assertThat(to.next()).startsWith("msg:1:");
                assertThat(to.ask("ack:2")).startsWith("error:ack:400:");
            }
            try (LinePeer to = line(ben)) {
                String again = to.next();
                assertThat(again).as("again, since it was not confirmed").startsWith("msg:1:");
                assertThat(to.ask("pull")).isEqualTo("ok:pull");
                assertThat(to.next()).isEqualTo(again);
                assertThat(to.next()).isEqualTo("end_pull:1");
                assertThat(to.ask("ack:1")).isEqualTo("ok:ack");
                assertThat(to.ask("pull")).isEqualTo("ok:pull");
                assertThat(to.next()).isEqualTo("end_pull:0");
            }
        }
    }

    @Test
    void whatIsReadOverRestIsToldToWhoWroteIt() throws Exception {
        String id = "u:" + ann + ":" + ben;
        try (WebSocketPeer writer = WebSocketPeer.connect(HTTP, URI.create(gateway.webSocket() + "?client_id=desk"), annsToken)) {
            JsonNode sent = gateway.post("/api/v1/messages", annsToken, Map.of("to", ben, "type", "text", "content", Map.of("a", 1), "client_msg_id", "c1"));
            JsonNode again = gateway.post("/api/v1/messages", annsToken, Map.of("to", ben, "type", "text", "content", Map.of("a", 1), "client_msg_id", "c1"));
            assertThat(again.get("msg_id")).isEqualTo(sent.get("msg_id"));
            JsonNode inbox = await().until(() -> gateway.read("/api/v1/inbox", bensToken), read -> read.get("messages").size() == 1);
            assertThat(inbox.at("/messages/0/msg_id")).isEqualTo(sent.get("msg_id"));
            assertThat(inbox.at("/messages/0/content/a").asInt()).isEqualTo(1);
            assertThat(gateway.read("/api/v1/unread", bensToken)).isEqualTo(JSON.readTree("{\"total\":1,\"conversations\":{\"" + id + "\":1}}"));
            assertThat(gateway.read("/api/v1/conversations", bensToken).at("/conversations/0/last_message/msg_id")).isEqualTo(sent.get("msg_id"));
            for (String spelled : new String[] {id, id.replace(":", "%3A")}) {
                assertThat(gateway.read("/api/v1/conversations/" + spelled + "/messages", bensToken).get("messages")).hasSize(1);
            }
            assertThat(gateway.post("/api/v1/inbox/ack", bensToken, Map.of("client_id", "browser", "epoch", inbox.get("epoch").asText(), "inbox_seq", 1)).has("code"))
                    .isFalse();
            assertThat(gateway.post("/api/v1/conversations/" + id + "/read", bensToken, Map.of("seq", 2)).get("code").asInt()).isEqualTo(400);
            assertThat(gateway.post("/api/v1/conversations/" + id + "/read", bensToken, Map.of("seq", 1)).get("seq").asInt()).isEqualTo(1);

            JsonNode receipt = receipt(writer);
            if (receipt.path("read_seq").asInt() == 0) {
                assertThat(receipt.get("delivered_seq").asInt()).isEqualTo(1);
                receipt = receipt(writer);
            }
            assertThat(receipt.get("conversation_id").asText()).isEqualTo(id);
            assertThat(receipt.get("user_id").asText()).isEqualTo(ben);
            assertThat(receipt.get("read_seq").asInt()).isEqualTo(1);
        }
        assertThat(gateway.get("/api/v1/conversations/" + id + "/messages", tokenOf("eve" + people)).statusCode()).isEqualTo(403);
        assertThat(gateway.get("/api/v1/conversations/r:hall/messages", annsToken).statusCode()).isEqualTo(404);
    }

    private static JsonNode receipt(WebSocketPeer peer) {
        while (true) {
            JsonNode frame = peer.next();
            assertThat(frame).as("a receipt").isNotNull();
            if (frame.path("service").asText().equals("/push/message/receipt")) {
                return frame.get("values");
            }
        }
    }

    private JsonNode confirm(MqttPeer to, String epoch, int inboxSeq) throws Exception {
        to.publish(topic(ben, "phone", "messages/ack"), "{\"request_id\":\"a\",\"epoch\":\"" + epoch + "\",\"inbox_seq\":" + inboxSeq + "}");
        return json(to);
    }

    private static JsonNode json(MqttPeer peer) throws Exception {
        MqttPeer.Received received = peer.next();
        assertThat(received).as("a message").isNotNull();
        return JSON.readTree(received.text());
    }

    private static String topic(String user, String client, String name) {
        return "users/" + user + "/" + client + "/" + name;
    }

    private static MqttPeer mqtt(String user, String client, String token) throws Exception {
        return MqttPeer.connect(gateway.mqtt(), user + "." + client, user, token);
    }

    private static LinePeer line(String user) {
        LinePeer peer = LinePeer.connect(gateway);
        assertThat(peer.ask("login:" + user + ":" + RunningGateway.PASSWORD)).isEqualTo("ok:login");
        return peer;
    }

    private static String tokenOf(String user) {
        Map<String, String> credentials = Map.of("username", user, "password", RunningGateway.PASSWORD);
        gateway.post("/api/v1/users", null, credentials);
        return gateway.post("/api/v1/sessions", null, credentials).get("token").asText();
    }
}
