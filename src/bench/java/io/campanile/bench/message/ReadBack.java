package io.campanile.bench.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads inboxes and histories to their end by REST, page by page, at each node in turn. Thread-safe. */
final class ReadBack {

    private static final int ATTEMPTS = 60;
    private static final long PAUSE_MS = 500;

    private final List<Node> nodes;

    ReadBack(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** @return all that the inbox keeps, in its order */
    List<Arrival> inbox(String token) throws InterruptedException {
        List<Arrival> all = new ArrayList<>();
        JsonNode page;
        long after = 0;
        do {
            page = page("/api/v1/inbox?limit=200&after=" + after, token);
            page.path("messages").forEach(message -> all.add(Arrival.of(message)));
            after = page.path("next").asLong();
        } while (page.path("has_more").asBoolean());
        return all;
    }

    /** @return all messages of the conversation, the oldest first */
    List<Arrival> history(String conversationId, String token) throws InterruptedException {
        List<Arrival> all = new ArrayList<>();
        JsonNode page;
        String before = "";
        do {
            page = page("/api/v1/conversations/" + conversationId + "/messages?limit=200" + before, token);
            page.path("messages").forEach(message -> all.add(Arrival.of(message)));
            before = all.isEmpty() ? "" : "&before=" + all.get(all.size() - 1).seq();
        } while (page.path("has_more").asBoolean());
        Collections.reverse(all);
        return all;
    }

    private JsonNode page(String path, String token) throws InterruptedException {
        String trouble = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                JsonNode page = nodes.get(attempt % nodes.size()).get(path, token);
                if (page.has("messages")) {
                    return page;
                }
                trouble = page.toString();
            } catch (IOException e) {
                trouble = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        throw new IllegalStateException(path + " cannot be read: " + trouble);
    }
}
