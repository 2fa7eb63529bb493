package io.campanile.bench.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Over WebSocket (PROTOCOL 5). */
final class SocketLine extends Line implements WebSocket.Listener {

    private final Correspondent owner;
    private final URI address;
    private final String token;
    private final HttpClient http;
    private final StringBuilder begun = new StringBuilder();
    private volatile WebSocket socket;
    private volatile boolean cut;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    /** @param address with the client_id */
    SocketLine(Correspondent owner, URI address, String token, HttpClient http) {
        this.owner = owner;
        this.address = address;
        this.token = token;
        this.http = http;
    }

    @Override
    void open() throws Exception {
        http.newWebSocketBuilder().header("Authorization", "Bearer " + token).connectTimeout(Duration.ofMillis(PATIENCE_MS))
                .buildAsync(address, this).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (cut) {
            opened.abort();
        }
        opened.request(1);
    }

    @Override
    synchronized void ask(Request request, String requestId, ObjectNode values) {
        ObjectNode frame = JSON.createObjectNode().put("service", "/api/message/" + request.word()).put("request_id", requestId);
        frame.set("values", values);
        String text = frame.toString();
        WebSocket to = socket;
        // One at a time; after one that failed the others fail too, and the listener hears of it
        sent = sent.thenCompose(before -> to.sendText(text, true));
    }

    @Override
    void cut() {
        cut = true;
        WebSocket present = socket;
        if (present != null) {
            present.abort();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        begun.append(part);
        if (last) {
            String text = begun.toString();
            begun.setLength(0);
            take(text);
        }
        from.request(1);
        return null;
    }

    private void take(String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            if (frame.path("op").asText().endsWith("_response")) {
                owner.answered(frame.path("request_id").asText(), frame.path("code").asInt(-1), frame.path("msg").asText(), frame.path("values"));
            } else if (frame.path("service").asText().equals("/push/message")) {
                owner.pushed(this, frame.path("values"));
            } else if (frame.path("service").asText().equals("/push/inbox/reset")) {
                owner.reset(frame.path("values"));
            }
        } catch (JsonProcessingException e) {
            owner.heardNonsense(text);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        owner.ended(this, "closed with " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        owner.ended(this, "connections that broke");
    }
}
