package io.campanile.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a chat on a screen shows: who is there, what is unread and up to where it is read, of pushes alone. It confirms what it gets. */
final class WatchingInstallation implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String user;
    private final Map<String, Boolean> there = new TreeMap<>();
    private final Map<String, Long> readUpTo = new TreeMap<>();
    /** The messages of others, by conversation and number. */
    private final Map<String, TreeMap<Long, String>> said = new TreeMap<>();
    private final StringBuilder begun = new StringBuilder();
    private final WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    WatchingInstallation(HttpClient http, URI address, String user, String token, Collection<String> watched) {
        this.user = user;
        socket = http.newWebSocketBuilder().header("Authorization", "Bearer " + token).buildAsync(address, this).join();
        ObjectNode values = JSON.createObjectNode();
        watched.forEach(values.putArray("user_ids")::add);
        send("/api/presence/subscribe", values);
    }

    void read(String conversation, long seq) {
        send("/api/message/read", JSON.createObjectNode().put("conversation_id", conversation).put("seq", seq));
    }

    synchronized Standing standing() {
        Map<String, Long> unread = new TreeMap<>();
        said.forEach((conversation, messages) -> {
            long count = messages.tailMap(readUpTo.get(conversation), false).values().stream().filter(sender -> !sender.equals(user)).count();
            if (count > 0) {
                unread.put(conversation, count);
            }
        });
        return new Standing(new TreeMap<>(there), unread, new TreeMap<>(readUpTo));
    }

    private synchronized void send(String service, ObjectNode values) {
        String frame = JSON.createObjectNode().put("service", service).put("request_id", service).set("values", values).toString();
        sent = sent.thenCompose(before -> socket.sendText(frame, true));
    }

    private synchronized void take(JsonNode frame) {
        JsonNode values = frame.path("values");
        String conversation = values.path("conversation_id").asText();
        switch (frame.path("service").asText()) {
            case "/api/presence/subscribe" -> values.path("presence").forEach(this::meet);
            case "/push/presence" -> meet(values);
            case "/push/message" -> {
                said.computeIfAbsent(conversation, first -> new TreeMap<>()).put(values.path("seq").asLong(), values.path("sender_id").asText());
                readUpTo.putIfAbsent(conversation, 0L);
                send("/api/message/ack", JSON.createObjectNode().put("epoch", values.path("epoch").asText()).put("inbox_seq", values.path("inbox_seq").asLong()));
            }
            case "/push/message/receipt" -> {
                if (values.path("user_id").asText().equals(user)) {
                    readUpTo.merge(conversation, values.path("read_seq").asLong(), Math::max);
                }
            }
            default -> { }
        }
    }

    private void meet(JsonNode presence) {
        there.put(presence.path("user_id").asText(), presence.path("available").asBoolean());
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        begun.append(part);
        if (last) {
            try {
                take(JSON.readTree(begun.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Who is there, how much is unread where anything is, and up to where the conversations are read. */
    record Standing(Map<String, Boolean> there, Map<String, Long> unread, Map<String, Long> readUpTo) {
    }
}
