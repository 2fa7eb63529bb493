package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms across two nodes, those that last and those that are there while somebody is in them (PROTOCOL 6). */
@Tag("faults")
class RoomsIT {

    @TempDir
    static Path directory;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningGateway here;
    private static RunningGateway there;

    private static int tests;
    private String test;
    private final List<WebSocketPeer> peers = new ArrayList<>();

    @BeforeAll
    static void start() {
        here = RunningGateway.first(directory, Map.of("room.large", "4"));
        there = RunningGateway.second(directory, here);
    }

    /** Everybody is new in each test: nothing waits for them. */
    @BeforeEach
    void arrive() {
        test = "-" + ++tests;
        for (String name : List.of("ann", "bob", "cai", "dee", "eve", "fay")) {
            here.post("/api/v1/users", null, Map.of("username", name + test, "password", "pass word " + name));
        }
    }

    @AfterAll
    static void stop() {
        // None when it was skipped
        if (there != null) {
            there.close();
            here.close();
        }
    }

    @AfterEach
    void leave() {
        peers.forEach(WebSocketPeer::close);
    }

    /** With three members the inboxes are filled as the message is numbered, with six by the nodes that hold them. */
    @ParameterizedTest
    @ValueSource(strings = {"bob,cai", "bob,cai,dee,eve,fay"})
    void everyMemberGetsWhatIsSaidOnceInOrderAndWhoWasAwayGetsItLater(String others) {
        String room = "lasting-" + others.length();
        List<String> members = Arrays.stream(others.split(",")).map(name -> name + test).toList();
        JsonNode made = here.post("/api/v1/rooms", token("ann"), Map.of("room_id", room, "name", "Lobby", "members", members));
        assertThat(made.path("count").asInt()).isEqualTo(members.size() + 1);
        WebSocketPeer ann = connect(here, "ann");
        WebSocketPeer bob = connect(there, "bob");
        for (int i = 0; i < 10; i++) {
            say(ann, room, "m" + i);
        }
        for (WebSocketPeer member : List.of(ann, bob)) {
            for (int i = 0; i < 10; i++) {
                JsonNode message = push(member, "/push/message");
                assertThat(message.path("content").asText()).isEqualTo("m" + i);
                assertThat(message.path("room_id").asText()).isEqualTo(room);
                assertThat(message.path("seq").asInt()).isEqualTo(i + 1);
                assertThat(message.path("prev").asInt()).isEqualTo(message.path("inbox_seq").asInt() - 1);
            }
        }
        WebSocketPeer cai = connect(here, "cai");
        for (int i = 0; i < 10; i++) {
            assertThat(push(cai, "/push/message").path("content").asText()).as("who comes later").isEqualTo("m" + i);
        }
        assertThat(here.read("/api/v1/unread", token("cai")).at("/conversations/r:" + room).asInt()).isEqualTo(10);
    }

    @Test
    void onlyWhatWasSaidBetweenJoiningAndLeavingIsForAMemberInTheHistoryToo() {
        here.post("/api/v1/rooms", token("ann"), Map.of("room_id", "open", "open", true));
        WebSocketPeer ann = connect(here, "ann");
        WebSocketPeer bob = connect(there, "bob");
        say(ann, "open", "before");
        assertThat(bob.ask("/api/room/join", "{'room_id':'open'}").at("/values/count").asInt()).isEqualTo(2);
        say(ann, "open", "one");
        say(bob, "open", "two");
        assertThat(bob.ask("/api/room/leave", "{'room_id':'open'}").at("/values/count").asInt()).isEqualTo(1);
        say(ann, "open", "after");
        heard(ann, "after");

        assertThat(push(bob, "/push/message").path("content").asText()).isEqualTo("one");
        assertThat(push(bob, "/push/message").path("content").asText()).isEqualTo("two");
        String history = "/api/v1/conversations/r:open/messages";
        assertThat(here.read(history, token("bob")).path("messages").findValuesAsText("content")).containsExactly("two", "one");
        assertThat(here.read(history, token("ann")).path("messages").findValuesAsText("content")).containsExactly("after", "two", "one", "before");
        assertThat(here.get(history, token("cai")).statusCode()).isEqualTo(403);
        assertThat(bob.ask("/api/message/send", "{'room_id':'open','type':'text','content':1}").path("code").asInt()).isEqualTo(403);
    }

    @Test
    void whoeverWroteInASmallRoomIsToldWhoHasHadAndReadIt() {
        here.post("/api/v1/rooms", token("ann"), Map.of("room_id", "told" + test, "members", List.of("bob" + test)));
        WebSocketPeer ann = connect(here, "ann");
        WebSocketPeer bob = connect(there, "bob");
        say(ann, "told" + test, "hello");
        JsonNode message = push(bob, "/push/message");
        bob.ask("/api/message/ack", "{'epoch':'" + message.path("epoch").asText() + "','inbox_seq':1}");
        JsonNode delivered = push(ann, "/push/message/receipt");
        assertThat(delivered.path("user_id").asText()).isEqualTo("bob" + test);
        assertThat(delivered.path("delivered_seq").asInt()).isEqualTo(1);
        bob.ask("/api/message/read", "{'conversation_id':'r:told" + test + "','seq':1}");
        assertThat(push(ann, "/push/message/receipt").path("read_seq").asInt()).isEqualTo(1);
    }

    @Test
    void anEphemeralRoomIsThereWhileSomebodyIsInItAndKeepsNothing() {
        WebSocketPeer ann = connect(here, "ann");
        WebSocketPeer bob = connect(there, "bob");
        WebSocketPeer cai = connect(there, "cai");
        assertThat(ann.ask("/api/room/join", "{'room_id':'campfire'}").at("/values/count").asInt()).isEqualTo(1);
        assertThat(bob.ask("/api/room/join", "{'room_id':'campfire'}").at("/values/count").asInt()).isEqualTo(2);
        assertThat(cai.ask("/api/message/send", "{'room_id':'campfire','type':'text','content':1}").path("code").asInt()).isEqualTo(403);
        JsonNode members = ann.ask("/api/room/members", "{'room_id':'campfire'}").path("values");
        assertThat(members.path("members")).extracting(JsonNode::asText).containsExactly("ann" + test, "bob" + test);
        assertThat(ann.ask("/api/room/members", "{'room_id':'campfire','limit':1}").at("/values/has_more").asBoolean()).isTrue();
        assertThat(cai.ask("/api/room/members", "{'room_id':'campfire'}").path("code").asInt()).isEqualTo(403);
        assertThat(cai.ask("/api/room/members", "{'room_id':'nowhere'}").path("code").asInt()).isEqualTo(404);
        for (int i = 0; i < 5; i++) {
            say(bob, "campfire", "m" + i);
        }
        for (WebSocketPeer member : List.of(ann, bob)) {
            for (int i = 0; i < 5; i++) {
                JsonNode message = push(member, "/push/room");
                assertThat(message.path("content").asText()).isEqualTo("m" + i);
                assertThat(message.has("inbox_seq") || message.has("seq") || message.has("prev")).isFalse();
            }
        }
        assertThat(here.post("/api/v1/pushes", here.token(), Map.of("target", Map.of("room", "campfire"), "values", Map.of("x", 1)))
                .path("push_id").asText()).isNotEmpty();
        assertThat(push(ann, "broadcast").path("x").asInt()).isEqualTo(1);
        assertThat(ann.ask("/api/room/leave", "{'room_id':'campfire'}").at("/values/count").asInt()).isEqualTo(1);
        assertThat(bob.ask("/api/room/leave", "{'room_id':'campfire'}").at("/values/count").asInt()).isZero();
        assertThat(bob.ask("/api/message/send", "{'room_id':'campfire','type':'text','content':1}").path("code").asInt()).isEqualTo(404);
        assertThat(here.post("/api/v1/pushes", here.token(), Map.of("target", Map.of("room", "campfire"), "values", Map.of())).path("code").asInt())
                .isEqualTo(404);
    }

    @Test
    void aPushToALastingRoomReachesTheConnectionsOfItsMembers() {
        here.post("/api/v1/rooms", token("ann"), Map.of("room_id", "pushed", "members", List.of("bob" + test)));
        WebSocketPeer bob = connect(there, "bob");
        here.post("/api/v1/pushes", here.token(), Map.of("target", Map.of("room", "pushed"), "values", Map.of("x", 7)));
        assertThat(push(bob, "broadcast").path("x").asInt()).isEqualTo(7);
    }

    @Test
    void aReliablePushIsInTheInboxOfEachMemberAlsoOfWhoIsAway() {
        here.post("/api/v1/rooms", token("ann"), Map.of("room_id", "kept" + test, "members", List.of("bob" + test)));
        JsonNode accepted = here.post("/api/v1/pushes", here.token(), Map.of("target", Map.of("room", "kept" + test), "service", "notice",
                "values", Map.of("x", 9), "reliable", true));
        JsonNode message = push(connect(there, "bob"), "/push/message");
        assertThat(message.path("sender_id").asText()).isEqualTo("system");
        assertThat(message.path("type").asText()).isEqualTo("notice");
        assertThat(message.at("/content/x").asInt()).isEqualTo(9);
        assertThat(here.read("/api/v1/pushes/" + accepted.path("push_id").asText(), here.token()).path("matched").asInt()).isEqualTo(2);
    }

    private static void say(WebSocketPeer sender, String room, String text) {
        JsonNode answer = sender.ask("/api/message/send", "{'room_id':'" + room + "','type':'text','content':'" + text + "'}");
        assertThat(answer.path("code").asInt()).as(answer.path("msg").asText()).isZero();
    }

    /** Once it is numbered, and in the history. */
    private static void heard(WebSocketPeer peer, String text) {
        String heard = push(peer, "/push/message").path("content").asText();
        while (!heard.equals(text)) {
            heard = push(peer, "/push/message").path("content").asText();
        }
    }

    /** The next push of that service; those of others are passed over. */
    private static JsonNode push(WebSocketPeer peer, String service) {
        JsonNode frame = peer.next();
        while (!frame.path("service").asText().equals(service)) {
            frame = peer.next();
        }
        return frame.path("values");
    }

    private String token(String name) {
        return here.post("/api/v1/sessions", null, Map.of("username", name + test, "password", "pass word " + name)).path("token").asText();
    }

    private WebSocketPeer connect(RunningGateway node, String name) {
        WebSocketPeer peer = WebSocketPeer.connect(HTTP, URI.create(node.webSocket() + "?client_id=" + name), token(name));
        peers.add(peer);
        return peer;
    }
}
