package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlDeadLetters;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PROTOCOL 11: dead letters, where a replay is what the flows make of it. */
class DeadLetterRoutesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static final String LETTERS = "/api/v1/dead-letters";
    private static RestServer rest;
    private static SqlDeadLetters store;
    private static String admin;

    @BeforeAll
    static void start() {
        rest = new RestServer(DATABASE.dataSource());
        store = new SqlDeadLetters(DATABASE.dataSource());
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void signIn() {
        rest.account("ada", Role.ADMIN);
        rest.account("olga", Role.OPERATOR);
        admin = rest.tokenOf("ada");
        rest.replayed.clear();
        rest.refused = null;
    }

    @Test
    void aLetterSaysAllThatIsKnownOfIt() {
        String id = DeadLetterId.at(7);
        store.keep(List.of(new DeadLetter(id, "o", "device-report", "device-report-accept", "ts: is required", 2, "device.reports", "crumb",
                DeadLetterId.at(3), Map.of("kafka.KEY", "sn1"), "{\"x\":1}".getBytes(StandardCharsets.UTF_8), true, 7, null)));
        JsonNode letter = rest.get(LETTERS + "/" + id, admin).json();
        assertThat(letter.fieldNames()).toIterable().containsExactly("id", "flow", "route_id", "cause", "attempts", "source", "breadcrumb",
                "replay_of", "headers", "body", "truncated", "failed_at");
        assertThat(letter.get("body").asText()).isEqualTo("{\"x\":1}");
        assertThat(letter.get("headers")).hasSize(1);
        store.markReplayed(id, 9);
        assertThat(rest.get(LETTERS, admin).json().at("/dead_letters/0/replayed_at").asLong()).isEqualTo(9);
    }

    @Test
    void pagesAndFiltersFindWhatAnOperatorLooksFor() {
        List<String> ids = keep(5, "device-report");
        keep(1, "push-broadcast");
        assertThat(ids("?flow=device-report&limit=2")).containsExactly(ids.get(0), ids.get(1));
        assertThat(ids("?flow=device-report&after=" + ids.get(1))).containsExactly(ids.get(2), ids.get(3), ids.get(4));
        assertThat(ids("?flow=device-report&order=newest&limit=1")).containsExactly(ids.get(4));
        assertThat(ids("?flow=device-report&cause=NUMBER%203")).containsExactly(ids.get(3));
        assertThat(ids("?from=1001&to=1002&flow=device-report")).containsExactly(ids.get(1), ids.get(2));
        assertThat(rest.get(LETTERS + "?limit=6", admin).json().get("has_more").asBoolean()).isFalse();
        assertThat(rest.get(LETTERS + "?limit=5", admin).json().get("has_more").asBoolean()).isTrue();
        assertError(rest.get(LETTERS + "?after=7", admin), 400, "after: must be the id of a dead letter");
        assertError(rest.get(LETTERS + "?order=up", admin), 400, "order: must be newest or oldest");
        assertError(rest.get(LETTERS, rest.tokenOf("olga")), 403, "to read dead letters needs the role");
    }

    @Test
    void anExportHasEveryLetterOnALineOfItsOwn() throws Exception {
        List<String> ids = keep(450, "device-report");
        HttpResponse<String> export = rest.get(LETTERS + "/export?flow=device-report", admin).http();
        assertThat(export.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        List<String> exported = new ArrayList<>();
        for (String line : export.body().lines().toList()) {
            exported.add(new ObjectMapper().readTree(line).get("id").asText());
        }
        assertThat(exported).isEqualTo(ids);
    }

    @Test
    void aReplayMayBeEditedAndWhatItIsRefusedForIsTold() {
        String id = keep(1, "device-report").get(0);
        assertThat(rest.post(LETTERS + "/" + id + "/replay", admin, "").status()).isEqualTo(200);
        assertThat(rest.post(LETTERS + "/" + id + "/replay", admin, "{\"body\":\"{}\"}").status()).isEqualTo(200);
        assertThat(rest.replayed).containsExactly(id + " null", id + " {}");
        assertError(rest.post(LETTERS + "/" + id + "/replay", admin, "{\"body\":3}"), 400, "body: must be a string");
        rest.refused = new CodedException(ErrorCode.CONFLICT, "not as it is");
        assertError(rest.post(LETTERS + "/" + id + "/replay", admin, ""), 409, "not as it is");
    }

    @Test
    void manyAreReplayedOldestFirstUntilABackendIsAway() {
        List<String> ids = keep(300, "device-report");
        store.markReplayed(ids.get(0), 1);
        Answer all = rest.post(LETTERS + "/replay", admin, "{\"filter\":{\"flow\":\"device-report\"}}");
        assertThat(all.json().toString()).contains("\"replayed\":299", "\"failed\":[]", "\"has_more\":false");
        assertThat(rest.replayed).hasSize(299).startsWith(ids.get(1) + " null", ids.get(2) + " null");
        Answer named = rest.post(LETTERS + "/replay", admin, "{\"ids\":[\"" + ids.get(5) + "\",\"none\"]}");
        assertThat(named.json().get("replayed").asInt()).isEqualTo(2);
        rest.refused = new CodedException(ErrorCode.UNAVAILABLE, "try again");
        assertThat(rest.post(LETTERS + "/replay", admin, "{\"filter\":{}}").status()).isEqualTo(503);
        rest.refused = CodedException.notFound("dead letter");
        assertThat(rest.post(LETTERS + "/replay", admin, "{\"ids\":[\"a\"]}").json().at("/failed/0/code").asInt()).isEqualTo(404);
    }

    @Test
    void discardingNeedsToSayWhat() {
        List<String> ids = keep(3, "device-report");
        assertError(rest.post(LETTERS + "/discard", admin, "{}"), 400, "ids: must be a list");
        assertError(rest.post(LETTERS + "/discard", admin, "{\"filter\":3}"), 400, "filter: must be an object");
        assertError(rest.post(LETTERS + "/discard", admin, "{\"filter\":{\"replayed\":\"no\"}}"), 400, "replayed: must be true or false");
        assertThat(rest.send("DELETE", LETTERS + "/" + ids.get(0), admin, null).status()).isEqualTo(204);
        assertError(rest.send("DELETE", LETTERS + "/" + ids.get(0), admin, null), 404, "no such dead letter");
        assertThat(rest.post(LETTERS + "/discard", admin, "{\"filter\":{\"flow\":\"device-report\"}}").json().toString())
                .contains("\"discarded\":2", "\"has_more\":false");
        assertThat(ids("")).isEmpty();
    }

    private static List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        rest.get(LETTERS + query, admin).json().get("dead_letters").forEach(letter -> ids.add(letter.get("id").asText()));
        return ids;
    }

    private static List<String> keep(int letters, String flow) {
        List<DeadLetter> kept = IntStream.range(0, letters).mapToObj(i -> {
            String id = DeadLetterId.at(1_000 + i);
            return new DeadLetter(id, id, flow, flow + "-x", "number " + i, 1, "topic", "crumb", null, Map.of(), new byte[0], false, 1_000 + i, null);
        }).toList();
        store.keep(kept);
        return kept.stream().map(DeadLetter::id).toList();
    }
}
