package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.SharedNodes;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages from one user to another over WebSocket, on one node and across two (PROTOCOL 6). */
class MessagesIT {

    @RegisterExtension
    static final SharedNodes NODES = new SharedNodes();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningGateway here;
    private static RunningGateway there;

    private final List<WebSocketPeer> peers = new ArrayList<>();

    @BeforeAll
    static void start() {
        here = NODES.first();
        there = NODES.second();
    }

    @AfterEach
    void leave() {
        peers.forEach(WebSocketPeer::close);
    }

    @Test
    void messagesReachBothInTheOrderOfTheirNumbersAndTheSenderLearnsThatTheyAreDelivered() {
        WebSocketPeer alice = connect(here, user("alice1"), "a");
        WebSocketPeer bob = connect(there, user("bob1"), "b");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(send(alice, "bob1", i));
        }
        for (int i = 0; i < 20; i++) {
            JsonNode message = push(bob);
            assertThat(message.path("msg_id").asText()).isEqualTo(ids.get(i));
            assertThat(message.path("inbox_seq").asInt()).isEqualTo(i + 1);
            assertThat(message.path("prev").asInt()).isEqualTo(i);
            assertThat(message.path("seq").asInt()).isEqualTo(i + 1);
            assertThat(message.path("conversation_id").asText()).isEqualTo("u:alice1:bob1");
            assertThat(message.at("/content/n").asInt()).isEqualTo(i);
            assertThat(push(alice).path("msg_id").asText()).as("one's own").isEqualTo(ids.get(i));
        }
        assertThat(ack(bob, epoch(bob), 20)).isZero();
        JsonNode receipt = alice.next();
        assertThat(receipt.path("service").asText()).isEqualTo("/push/message/receipt");
        assertThat(receipt.at("/values/delivered_seq").asInt()).isEqualTo(20);
        assertThat(receipt.at("/values/user_id").asText()).isEqualTo("bob1");
    }

    @Test
    void anInstallationGoesOnWhereItWasAndANewOneWhereItsUserIs() {
        WebSocketPeer alice = connect(here, user("alice2"), "a");
        String bob = user("bob2");
        WebSocketPeer phone = connect(here, bob, "phone");
        for (int i = 0; i < 5; i++) {
            send(alice, "bob2", i);
            assertThat(push(phone).path("inbox_seq").asInt()).isEqualTo(i + 1);
        }
        assertThat(ack(phone, epoch(phone), 3)).isZero();
        phone.close();
        send(alice, "bob2", 5);

        WebSocketPeer again = connect(there, bob, "phone");
        assertThat(push(again).path("inbox_seq").asInt()).isEqualTo(4);
        assertThat(push(again).path("inbox_seq").asInt()).isEqualTo(5);
        assertThat(ack(again, epoch(again), 5)).isZero();
        WebSocketPeer laptop = connect(here, bob, "laptop");
        JsonNode first = push(laptop);
        assertThat(first.path("inbox_seq").asInt()).isEqualTo(6);
        assertThat(first.path("prev").asInt()).isEqualTo(5);
        assertThat(push(again).path("inbox_seq").asInt()).as("each installation gets everything").isEqualTo(6);
    }

    @Test
    void aConnectionElsewhereTakesOver() {
        WebSocketPeer alice = connect(here, user("alice3"), "a");
        String bob = user("bob3");
        WebSocketPeer older = connect(here, bob, "b");
        send(alice, "bob3", 1);
        push(older);
        WebSocketPeer newer = connect(there, bob, "b");
        assertThat(push(newer).path("inbox_seq").asInt()).as("nobody confirmed it").isEqualTo(1);
        assertThat(older.closeCode()).isEqualTo(4001);
        send(alice, "bob3", 2);
        assertThat(push(newer).path("inbox_seq").asInt()).isEqualTo(2);
    }

    @Test
    void whatCannotBeConfirmedIsRefused() {
        WebSocketPeer alice = connect(here, user("alice4"), "a");
        WebSocketPeer bob = connect(here, user("bob4"), "b");
        send(alice, "bob4", 1);
        String epoch = push(bob).path("epoch").asText();
        assertThat(ack(bob, epoch, 2)).isEqualTo(400);
        JsonNode refused = bob.ask("/api/message/ack", "{'epoch':'another','inbox_seq':1}");
        assertThat(refused.path("code").asInt()).isEqualTo(409);
        assertThat(refused.at("/values/epoch").asText()).isEqualTo(epoch);
        assertThat(bob.ask("/api/message/ack", "{'inbox_seq':1}").path("msg").asText()).startsWith("epoch: ");
        assertThat(ack(bob, epoch, 1)).isZero();
        assertThat(ack(bob, epoch, 1)).as("again").isZero();
    }

    @Test
    void aRepeatGetsTheSameNameAndIsDeliveredOnce() {
        String token = user("alice5");
        WebSocketPeer alice = connect(here, token, "a");
        WebSocketPeer bob = connect(here, user("bob5"), "b");
        String values = "{'to':'bob5','type':'text','content':'x','client_msg_id':'c-1'}";
        String first = alice.ask("/api/message/send", values).at("/values/msg_id").asText();
        String again = connect(there, token, "other").ask("/api/message/send", values).at("/values/msg_id").asText();
        String next = send(alice, "bob5", 2);
        assertThat(again).isEqualTo(first);
        assertThat(push(bob).path("msg_id").asText()).isEqualTo(first);
        assertThat(push(bob).path("msg_id").asText()).isEqualTo(next);
    }

    @Test
    void whatCannotBeSentIsRefusedByItsField() {
        WebSocketPeer alice = connect(here, user("alice6"), "a");
        user("bob6");
        Map.of("{'type':'text','content':1}", 400,
                "{'to':'bob6','room_id':'r','type':'text','content':1}", 400,
                "{'to':'bob6','content':1}", 400,
                "{'to':'bob6','type':'text'}", 400,
                "{'to':'bob6','type':'text','content':1,'weight':10}", 400,
                "{'to':'bob6','type':'text','content':1,'loss_time':-1}", 400,
                "{'to':'nobody6','type':'text','content':1}", 404,
                "{'room_id':'none6','type':'text','content':1}", 404,
                "{'to':'bob6','from':'bob6','type':'text','content':1}", 403,
                "{'to':'bob6','type':'text','content':'\\uD800'}", 400).forEach((values, code) -> {
                    JsonNode answer = alice.ask("/api/message/send", values);
                    assertThat(answer.path("code").asInt()).as(values + " → " + answer.path("msg").asText()).isEqualTo(code);
                });
        assertThat(alice.ask("/api/message/send", "{'to':'bob6','type':'text','content':null}").path("code").asInt()).isZero();
    }

    @Test
    void anInboxIsReadWithoutConfirmingAnything() {
        WebSocketPeer alice = connect(here, user("alice7"), "a");
        WebSocketPeer bob = connect(here, user("bob7"), "b");
        for (int i = 0; i < 3; i++) {
            send(alice, "bob7", i);
            push(bob);
        }
        JsonNode page = bob.ask("/api/message/pull", "{'after':0,'limit':2}").path("values");
        assertThat(page.path("messages").findValuesAsText("inbox_seq")).containsExactly("1", "2");
        assertThat(page.path("has_more").asBoolean()).isTrue();
        assertThat(page.path("next").asInt()).isEqualTo(2);
        assertThat(page.has("reset")).isFalse();
        assertThat(bob.ask("/api/message/pull", "{'after':2,'epoch':'former'}").at("/values/reset").asBoolean()).isTrue();
    }

    private static String send(WebSocketPeer sender, String to, int n) {
        JsonNode answer = sender.ask("/api/message/send", "{'to':'" + to + "','type':'text','content':{'n':" + n + "}}");
        assertThat(answer.path("code").asInt()).as(answer.path("msg").asText()).isZero();
        return answer.at("/values/msg_id").asText();
    }

    private static int ack(WebSocketPeer receiver, String epoch, long inboxSeq) {
        return receiver.ask("/api/message/ack", "{'epoch':'" + epoch + "','inbox_seq':" + inboxSeq + "}").path("code").asInt();
    }

    private static String epoch(WebSocketPeer peer) {
        return peer.ask("/api/message/pull", "{'after':0,'limit':1}").at("/values/epoch").asText();
    }

    /** The next push, which is a message. */
    private static JsonNode push(WebSocketPeer peer) {
        JsonNode frame = peer.next();
        assertThat(frame.path("service").asText()).as(frame.toString()).isEqualTo("/push/message");
        return frame.path("values");
    }

    private static String user(String name) {
        here.post("/api/v1/users", null, Map.of("username", name, "password", "pass word " + name));
        return here.post("/api/v1/sessions", null, Map.of("username", name, "password", "pass word " + name)).path("token").asText();
    }

    private WebSocketPeer connect(RunningGateway node, String token, String clientId) {
        WebSocketPeer peer = WebSocketPeer.connect(HTTP, URI.create(node.webSocket() + "?client_id=" + clientId), token);
        peers.add(peer);
        return peer;
    }
}
