package io.campanile.store.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.Search;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An OpenSearch index that several nodes share; one of them feeds it. Texts are folded here, and taken apart there into the
 * same pairs as {@link LuceneSearch} has, so that both find the same. The index is made when it is missing. Thread-safe.
 */
public final class OpenSearch implements Search {

    private static final String INDEX = "/campanile-messages";
    private static final String POSITION = "/campanile-search/_doc/position";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final OpenSearchClient client;
    private final ObjectMapper json = new ObjectMapper();

    /** @param url {@code https://user:password@host:9200}; without the first part nobody signs in */
    public OpenSearch(URI url) {
        client = new OpenSearchClient(url);
    }

    @Override
    public List<Long> find(MessageHistory.Query query) {
        boolean upwards = query.isUpwards();
        ObjectNode asked = json.createObjectNode().put("size", query.limit()).put("_source", false).put("track_total_hits", false);
        asked.putArray("sort").addObject().putObject("seq").put("order", upwards ? "asc" : "desc");
        ArrayNode all = asked.putObject("query").putObject("bool").putArray("filter");
        all.addObject().putObject("term").put("conversation", query.conversationId());
        String text = SoughtText.of(query.text());
        boolean one = text.codePointCount(0, text.length()) == 1;
        all.addObject().putObject("match_phrase").put(one ? "text.characters" : "text", text);
        all.addObject().putObject("range").putObject("seq").put("gt", query.after()).put("lt", query.before());
        all.addObject().putObject("range").putObject("time").put("gte", query.from()).put("lte", query.to());
        OpenSearchClient.Answer answer = client.send("POST", INDEX + "/_search?routing=" + routing(query.conversationId()), asked.toString());
        if (answer.status() == NOT_FOUND) {
            return List.of();
        }
        List<Long> seqs = new ArrayList<>();
        required(answer).at("/hits/hits").forEach(hit -> seqs.add(hit.at("/sort/0").asLong()));
        if (upwards) {
            Collections.reverse(seqs);
        }
        return seqs;
    }

    /** A conversation is in one shard, which is all that a search has to ask. */
    private static String routing(String conversationId) {
        return URLEncoder.encode(conversationId, StandardCharsets.UTF_8);
    }

    @Override
    public long begin() {
        OpenSearchClient.Answer answer = client.send("GET", POSITION, null);
        return answer.status() == NOT_FOUND ? make() : required(answer).at("/_source/position").asLong();
    }

    private long make() {
        OpenSearchClient.Answer answer = client.send("PUT", INDEX, OpenSearchClient.resource("/search/opensearch-index.json"));
        if (!answer.text().contains("resource_already_exists_exception")) {
            required(answer);
        }
        return 0;
    }

    /**
     * A message that is added again replaces itself. A position counts when OpenSearch has it: it answers once its log of
     * changes is on disk.
     */
    @Override
    public void add(List<Entry> entries, long position) {
        if (entries.isEmpty()) {
            return;
        }
        StringBuilder bulk = new StringBuilder();
        for (Entry entry : entries) {
            ObjectNode action = json.createObjectNode();
            action.putObject("index").put("_id", entry.conversationId() + " " + entry.seq()).put("routing", entry.conversationId());
            ObjectNode document = json.createObjectNode().put("conversation", entry.conversationId()).put("seq", entry.seq())
                    .put("time", entry.timestamp()).put("text", Folding.fold(entry.text()));
            bulk.append(action).append('\n').append(document).append('\n');
        }
        if (required(client.send("POST", INDEX + "/_bulk", bulk.toString())).path("errors").asBoolean()) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the search index did not take all messages");
        }
        required(client.send("PUT", POSITION, json.createObjectNode().put("position", position).toString()));
    }

    @Override
    public void forgetBefore(long timestamp) {
        ObjectNode older = json.createObjectNode();
        older.putObject("query").putObject("range").putObject("time").put("lt", timestamp);
        required(client.send("POST", INDEX + "/_delete_by_query?conflicts=proceed&wait_for_completion=false", older.toString()));
    }

    private JsonNode required(OpenSearchClient.Answer answer) {
        if (answer.status() / 100 != OK / 100) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the search index answers " + answer.status() + ": try again");
        }
        return answer.json();
    }
}
