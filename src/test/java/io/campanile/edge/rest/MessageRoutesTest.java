package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageIds;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.DatabaseFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROTOCOL 6, its REST paragraph. */
class MessageRoutesTest {

    private static final String BOTH = "/api/v1/conversations/u:ann:ben";

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RestServer rest;
    private static String ann;
    private static String ben;
    private static String eve;
    private static String service;
    private static String admin;
    private int said;

    @BeforeAll
    static void start() {
        rest = new RestServer(DATABASE.dataSource());
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void annWritesFiveToBen() {
        rest.account("ann", Role.USER);
        rest.account("ben", Role.USER);
        rest.account("eve", Role.USER);
        rest.account("sid", Role.SERVICE);
        rest.account("ada", Role.ADMIN);
        if (ann == null) {
            ann = rest.tokenOf("ann");
            ben = rest.tokenOf("ben");
            eve = rest.tokenOf("eve");
            service = rest.tokenOf("sid");
            admin = rest.tokenOf("ada");
        }
        rest.acked.clear();
        rest.receipts.clear();
        rest.refused = null;
        for (int i = 1; i <= 5; i++) {
            say("ann", "ben", "number " + i);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                           | 5 4 3 2 1 | false",
        "?limit=2                   | 5 4       | true",
        "?limit=2&before=4          | 3 2       | true",
        "?limit=2&before=2          | 1         | false",
        "?limit=2&after=2           | 4 3       | true",
        "?limit=2&after=3           | 5 4       | false",
        "?limit=2&after=0           | 2 1       | true",
        "?after=0                   | 5 4 3 2 1 | false",
        "?q=NUMBER%203              | 3         | false",
        "?from=1004&to=1005         | 5 4       | false",
        "?from=9999                 |           | false"})
    void aConversationPagesBothWaysNewestFirst(String query, String seqs, boolean more) {
        JsonNode page = rest.get(BOTH + "/messages" + (query == null ? "" : query), ben).json();

        assertThat(page.get("messages").findValuesAsText("seq")).isEqualTo(seqs == null ? List.of() : List.of(seqs.split(" ")));
        assertThat(page.get("has_more").asBoolean()).isEqualTo(more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                 | 6 5 3 2 | false",
        "?limit=3         | 6 5 3   | true",
        "?limit=1&before=5| 3       | true",
        "?before=2        |         | false",
        "?after=0&limit=3 | 5 3 2   | true",
        "?after=2&limit=1 | 3       | true",
        "?after=3         | 6 5     | false",
        "?q=number%203    | 3       | false"})
    void whoLeftARoomAndCameBackReadsWhatWasSaidInEachStay(String query, String seqs, boolean more) {
        rest.post("/api/v1/rooms", ann, "{\"room_id\":\"club\"}");
        sayInClub(1);
        rest.send("PUT", "/api/v1/rooms/club/members/ben", ann, null);
        sayInClub(2);
        sayInClub(3);
        rest.send("DELETE", "/api/v1/rooms/club/members/ben", ben, null);
        sayInClub(4);
        assertThat(rest.send("PUT", "/api/v1/rooms/club/members/ben", ann, null).json().get("count").asInt()).isEqualTo(2);
        sayInClub(5);
        sayInClub(6);

        JsonNode page = rest.get("/api/v1/conversations/r:club/messages" + (query == null ? "" : query), ben).json();

        assertThat(page.get("messages").findValuesAsText("seq")).isEqualTo(seqs == null ? List.of() : List.of(seqs.split(" ")));
        assertThat(page.get("has_more").asBoolean()).isEqualTo(more);
    }

    private void sayInClub(int number) {
        rest.inboxes.append(List.of(new Message("club-" + number, "r:club", "ann", null, "club", "text", "\"number " + number + "\"", 0, 5, 1_000 + number,
                null, List.of())));
    }

    @Test
    void aMessageShowsWhatWasSentAsItWasSent() {
        say("ben", "ann", "{\"deep\":[1.50,null,\"\\u00e9\"]}", "c-1");

        JsonNode message = rest.get(BOTH + "/messages?limit=1", ann).json().at("/messages/0");
        assertThat(message.fieldNames()).toIterable().containsExactly("msg_id", "conversation_id", "seq", "sender_id", "to", "type", "content",
                "loss_time", "timestamp", "client_msg_id");
        assertThat(message.get("content").toString()).isEqualTo("{\"deep\":[1.5,null,\"\u00e9\"]}");
    }

    @Test
    void onlyWhoTakesPartReadsAConversation() {
        assertError(rest.get(BOTH + "/messages", eve), 403, "conversation_id: you take no part in u:ann:ben");
        assertThat(rest.get("/api/v1/conversations/u%3Aann%3Aben/messages", ann).json().get("messages")).hasSize(5);
        assertThat(rest.get(BOTH + "/messages", admin).json().get("messages")).hasSize(5);
        assertThat(rest.get(BOTH + "/messages", service).json().get("messages")).hasSize(5);
        assertThat(rest.get("/api/v1/conversations/u:ann:zoe/messages", ann).json().get("messages")).as("nothing said yet").isEmpty();
        for (String none : List.of("u:ben:ann", "u:ann", "ann", "u:ann:be%20n", "r:hall", "r:")) {
            assertThat(rest.get("/api/v1/conversations/" + none + "/messages", ann).status()).as(none).isEqualTo(404);
        }
        assertError(rest.get(BOTH + "/messages?before=x", ann), 400, "before: must be a whole number from 0");
    }

    @Test
    void whatIsReadIsCountedAndToldToWhoWroteIt() {
        assertThat(rest.get("/api/v1/unread", ben).json().toString()).isEqualTo("{\"total\":5,\"conversations\":{\"u:ann:ben\":5}}");
        assertError(rest.post(BOTH + "/read", ben, "{\"seq\":6}"), 400, "seq: ");
        assertError(rest.post(BOTH + "/read", ben, "{}"), 400, "seq: is required");
        assertError(rest.post(BOTH + "/read", eve, "{\"seq\":1}"), 403, "conversation_id: ");
        assertThat(rest.receipts).isEmpty();

        assertThat(rest.post(BOTH + "/read", ben, "{\"seq\":3}").json().get("seq").asInt()).isEqualTo(3);
        assertThat(rest.post(BOTH + "/read", ben, "{\"seq\":2}").json().get("seq").asInt()).as("never back").isEqualTo(3);
        assertThat(rest.receipts).as("her, and his own installations")
                .containsOnly(new Receipt("u:ann:ben", "ann", "ben", 0, 3), new Receipt("u:ann:ben", "ben", "ben", 0, 3));
        JsonNode list = rest.get("/api/v1/conversations", ben).json();
        assertThat(list.at("/conversations/0/unread").asInt()).isEqualTo(2);
        assertThat(list.at("/conversations/0/read_seq").asInt()).isEqualTo(3);
        assertThat(list.at("/conversations/0/last_message/seq").asInt()).isEqualTo(5);
    }

    @Test
    void conversationsPageNewestFirst() {
        say("zoe", "ann", "hello");
        say("eve", "ann", "hello");

        JsonNode first = rest.get("/api/v1/conversations?limit=2", ann).json();
        assertThat(first.get("conversations").findValuesAsText("conversation_id")).startsWith("u:ann:eve").contains("u:ann:zoe");
        assertThat(first.get("has_more").asBoolean()).isTrue();
        JsonNode second = rest.get("/api/v1/conversations?limit=2&after=u:ann:zoe", ann).json();
        assertThat(second.at("/conversations/0/conversation_id").asText()).isEqualTo("u:ann:ben");
        assertThat(second.get("has_more").asBoolean()).isFalse();
    }

    @Test
    void anInboxIsReadWithoutConfirmingAndBeginsAnewInAnotherEpoch() {
        JsonNode page = rest.get("/api/v1/inbox?limit=2&after=1", ben).json();
        assertThat(page.get("messages").findValuesAsText("inbox_seq")).containsExactly("2", "3");
        assertThat(page.get("next").asInt()).isEqualTo(3);
        assertThat(page.get("has_more").asBoolean()).isTrue();
        assertThat(page.has("reset")).isFalse();
        String epoch = page.get("epoch").asText();
        assertThat(rest.get("/api/v1/inbox?after=1&epoch=" + epoch, ben).json().has("reset")).isFalse();

        JsonNode reset = rest.get("/api/v1/inbox?after=3&epoch=older", ben).json();
        assertThat(reset.get("reset").asBoolean()).isTrue();
        assertThat(reset.get("messages").findValuesAsText("inbox_seq")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aConfirmationNamesItsInstallation() {
        assertThat(rest.post("/api/v1/inbox/ack", ben, "{\"client_id\":\"phone\",\"epoch\":\"e\",\"inbox_seq\":3}").status()).isEqualTo(200);
        assertThat(rest.acked).containsExactly("ben phone e 3");

        assertError(rest.post("/api/v1/inbox/ack", ben, "{\"epoch\":\"e\",\"inbox_seq\":3}"), 400, "client_id: is required");
        assertError(rest.post("/api/v1/inbox/ack", ben, "{\"client_id\":\"a b\",\"epoch\":\"e\",\"inbox_seq\":3}"), 400, "client_id: ");
        assertError(rest.post("/api/v1/inbox/ack", ben, "{\"client_id\":\"phone\",\"epoch\":\"e\",\"inbox_seq\":-1}"), 400, "inbox_seq: ");
        rest.refused = new CodedException(ErrorCode.CONFLICT, "epoch: is not the present one", Map.of("epoch", "f"));
        Answer other = rest.post("/api/v1/inbox/ack", ben, "{\"client_id\":\"phone\",\"epoch\":\"e\",\"inbox_seq\":3}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().at("/values/epoch").asText()).isEqualTo("f");
    }

    @Test
    void aServiceActsForAnyoneAndAUserForThemselves() {
        assertThat(rest.get("/api/v1/inbox?user=ben", service).json().get("messages")).hasSize(5);
        assertThat(rest.get("/api/v1/unread?user=ben", admin).json().get("total").asInt()).isEqualTo(5);
        assertThat(rest.get("/api/v1/inbox?user=ben", ben).json().get("messages")).hasSize(5);
        assertError(rest.get("/api/v1/inbox?user=ben", ann), 403, "user: to read messages of others is not yours to do");
        assertThat(rest.post(BOTH + "/read?user=ben", service, "{\"seq\":1}").json().get("seq").asInt()).isEqualTo(1);
        rest.post("/api/v1/inbox/ack?user=ben", service, "{\"client_id\":\"phone\",\"epoch\":\"e\",\"inbox_seq\":3}");
        assertThat(rest.acked).containsExactly("ben phone e 3");
    }

    @Test
    void aTraceIsForWhoSentItWhoGetsItAndTheAdmin() {
        String msgId = rest.get(BOTH + "/messages?limit=1", ben).json().at("/messages/0/msg_id").asText();
        for (String token : List.of(ann, ben, admin)) {
            JsonNode trace = rest.get("/api/v1/messages/" + msgId + "/trace", token).json();
            assertThat(trace.get("verdict").asText()).isNotBlank();
            assertThat(trace.get("state").asText()).isEqualTo("pending");
            assertThat(trace.at("/events/0/event").asText()).isEqualTo("accepted");
        }
        assertError(rest.get("/api/v1/messages/" + msgId + "/trace", eve), 403, "msg_id: ");
        assertError(rest.get("/api/v1/messages/" + msgId + "/trace", service), 403, "msg_id: ");
        assertError(rest.get("/api/v1/messages/none/trace", ann), 404, "no such message: none");
    }

    @Test
    void installationsAreSetShownAndRemoved() {
        String phone = "/api/v1/installations/phone";
        assertThat(rest.send("PUT", phone, ann, "{\"provider\":\"webhook\",\"token\":\"a token of some length 1234\"}").status()).isEqualTo(200);
        assertThat(rest.send("PUT", phone, ann, "{\"provider\":\"webhook\",\"token\":\"a token of some length 5678\",\"muted\":true}").status()).isEqualTo(200);
        JsonNode list = rest.get("/api/v1/installations", ann).json();
        assertThat(list.get("installations")).singleElement().satisfies(one -> {
            assertThat(one.get("client_id").asText()).isEqualTo("phone");
            assertThat(one.get("muted").asBoolean()).isTrue();
            assertThat(one.get("token").asText()).isEqualTo("\u20265678");
        });
        assertThat(rest.get("/api/v1/installations", ben).json().get("installations")).isEmpty();
        assertError(rest.send("PUT", phone, ann, "{\"provider\":\"pigeon\",\"token\":\"t\"}"), 400, "provider: ");
        assertThat(rest.send("DELETE", phone, ann, null).status()).isEqualTo(204);
        assertError(rest.send("DELETE", phone, ann, null), 404, "no such installation: phone");
    }

    @Test
    void aFlowThatIsAwayIsTold() {
        Answer answer = rest.post("/api/v1/messages", ann, "{\"to\":\"ben\",\"type\":\"text\",\"content\":\"hi\"}");

        assertError(answer, 503, "not available at the moment: repeat it");
        assertThat(answer.http().headers().firstValue("Retry-After")).isPresent();
    }

    private void say(String from, String to, String text) {
        say(from, to, "\"" + text + "\"", null);
    }

    private void say(String from, String to, String content, String clientMsgId) {
        said++;
        rest.inboxes.append(List.of(new Message(MessageIds.of(from, clientMsgId == null ? "m" + said : clientMsgId),
                from.compareTo(to) < 0 ? "u:" + from + ":" + to : "u:" + to + ":" + from, from, to, null, "text", content, 0, 5, 1_000 + said,
                clientMsgId, List.of())));
    }
}
