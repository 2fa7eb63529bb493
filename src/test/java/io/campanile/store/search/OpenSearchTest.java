package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.campanile.domain.CodedException;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.Search.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of OpenSearch, and how its answers are read; the server is a stand-in, {@link OpenSearchIT} asks a real one. */
class OpenSearchTest {

    private record Asked(String request, String authorization, String body) {
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer server;
    private OpenSearch search;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        search = new OpenSearch(URI.create("http://ada:secret%21@127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void seeksInOneConversationNewestFirst() throws IOException {
        answers.add("200 {'hits':{'hits':[{'_id':'x','sort':[9]},{'_id':'y','sort':[7]}]}}");

        assertThat(search.find(new Query("u:a:b", 10, 0, 5, Long.MAX_VALUE, "告Ａ", 2))).containsExactly(9L, 7L);

        Asked request = asked.remove();
        assertThat(request.request()).isEqualTo("POST /campanile-messages/_search?routing=u%3Aa%3Ab");
        assertThat(request.authorization()).as("ada:secret!").isEqualTo("Basic YWRhOnNlY3JldCE=");
        JsonNode body = json.readTree(request.body());
        assertThat(body.path("size").asInt()).isEqualTo(2);
        assertThat(body.at("/sort/0/seq/order").asText()).isEqualTo("desc");
        JsonNode filter = body.at("/query/bool/filter");
        assertThat(filter.at("/0/term/conversation").asText()).isEqualTo("u:a:b");
        assertThat(filter.at("/1/match_phrase/text").asText()).as("folded").isEqualTo("告a");
        assertThat(filter.at("/2/range/seq/lt").asLong()).isEqualTo(10);
        assertThat(filter.at("/3/range/time/gte").asLong()).isEqualTo(5);
    }

    @Test
    void seeksASingleCharacterInAFieldOfItsOwnAndUpwardsTheNearest() throws IOException {
        answers.add("200 {'hits':{'hits':[{'sort':[3]},{'sort':[4]}]}}");

        assertThat(search.find(new Query("r:room", Long.MAX_VALUE, 2, 0, Long.MAX_VALUE, "告", 2))).containsExactly(4L, 3L);

        JsonNode body = json.readTree(asked.remove().body());
        assertThat(body.at("/query/bool/filter/1/match_phrase/text.characters").asText()).isEqualTo("告");
        assertThat(body.at("/sort/0/seq/order").asText()).isEqualTo("asc");
    }

    @Test
    void addsInBulkAndThenKeepsThePosition() throws IOException {
        answers.add("200 {'errors':false}");
        answers.add("201 {'result':'updated'}");

        search.add(List.of(new Entry(1, "r:room", 1, 1_000, "告警 LOW")), 7);

        Asked bulk = asked.remove();
        assertThat(bulk.request()).isEqualTo("POST /campanile-messages/_bulk");
        String[] lines = bulk.body().split("\n");
        assertThat(json.readTree(lines[0]).at("/index/_id").asText()).isEqualTo("r:room 1");
        assertThat(json.readTree(lines[0]).at("/index/routing").asText()).isEqualTo("r:room");
        assertThat(json.readTree(lines[1]).path("text").asText()).isEqualTo("告警 low");
        assertThat(bulk.body()).endsWith("\n");
        assertThat(asked.remove()).extracting(Asked::request, Asked::body)
                .containsExactly("PUT /campanile-search/_doc/position", "{\"position\":7}");
    }

    @Test
    void keepsThePositionWhenAMessageWasNotTaken() {
        answers.add("200 {'errors':true,'items':[{'index':{'status':429}}]}");

        assertThatThrownBy(() -> search.add(List.of(new Entry(1, "r:room", 1, 1_000, "告警")), 7))
                .isInstanceOf(CodedException.class).hasMessage("the search index did not take all messages");

        assertThat(asked).hasSize(1);
    }

    @Test
    void makesTheIndexWhenThereIsNoneUnlessAnotherNodeWasFaster() throws IOException {
        answers.add("404 {'found':false}");
        answers.add("400 {'error':{'type':'resource_already_exists_exception'}}");

        assertThat(search.begin()).isZero();

        asked.remove();
        Asked made = asked.remove();
        assertThat(made.request()).isEqualTo("PUT /campanile-messages");
        assertThat(json.readTree(made.body()).at("/settings/index/analysis/tokenizer/pairs/max_gram").asInt()).isEqualTo(2);
        answers.add("200 {'_source':{'position':42}}");
        assertThat(search.begin()).isEqualTo(42);
    }

    @Test
    void forgetsByTime() {
        answers.add("200 {'task':'x'}");

        search.forgetBefore(5_000);

        assertThat(asked.remove().body()).isEqualTo("{\"query\":{\"range\":{\"time\":{\"lt\":5000}}}}");
    }

    @Test
    void saysThatItIsAway() {
        answers.add("503 no leader");
        assertThatThrownBy(search::begin).isInstanceOf(CodedException.class).hasMessage("the search index answers 503: try again");

        server.stop(0);
        assertThatThrownBy(search::begin).isInstanceOf(CodedException.class).hasMessage("the search index is away: try again");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders().getFirst("Authorization"), body));
        String[] answer = answers.remove().split(" ", 2);
        byte[] bytes = answer[1].replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer[0]), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
