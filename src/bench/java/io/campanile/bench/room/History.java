package io.campanile.bench.room;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the room's history, and inboxes, by REST. */
final class History {

    private static final int PAGE = 200;

    private final Node node;
    private final String roomId;

    /**
     * A message as it is read.
     *
     * @param seq its number in the room
     */
    record Read(long seq, long content) {
    }

    History(Node node, String roomId) {
        this.node = node;
        this.roomId = roomId;
    }

    /** What the reader may see of it, newest first. */
    List<Read> of(String token) throws IOException, InterruptedException {
        List<Read> all = new ArrayList<>();
        String before = "";
        for (;;) {
            JsonNode page = answer("/api/v1/conversations/r:" + roomId + "/messages?limit=" + PAGE + before, token);
            page.path("messages").forEach(message -> all.add(new Read(message.path("seq").asLong(), message.path("content").asLong())));
            if (!page.path("has_more").asBoolean()) {
                return all;
            }
            before = "&before=" + all.get(all.size() - 1).seq();
        }
    }

    /** Takes the whole inbox of a user. */
    void inbox(String token, Consumer<JsonNode> taken) throws IOException, InterruptedException {
        long after = 0;
        for (;;) {
            JsonNode page = answer("/api/v1/inbox?limit=" + PAGE + "&after=" + after, token);
            page.path("messages").forEach(taken);
            if (!page.path("has_more").asBoolean()) {
                return;
            }
            after = page.path("next").asLong();
        }
    }

    private JsonNode answer(String path, String token) throws IOException, InterruptedException {
        JsonNode answer = node.get(path, token);
        if (!answer.has("messages")) {
            throw new IllegalStateException(path + " was answered " + answer);
        }
        return answer;
    }
}
