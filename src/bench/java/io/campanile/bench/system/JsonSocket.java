package io.campanile.bench.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One connection to the gateway over WebSocket (PROTOCOL 5), on which services are asked and pushes heard. Thread-safe. */
public final class JsonSocket implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration patience;
    private final Consumer<JsonNode> pushes;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private WebSocket socket;
    private volatile boolean over;

    private JsonSocket(Duration patience, Consumer<JsonNode> pushes) {
        this.patience = patience;
        this.pushes = pushes;
    }

    /**
     * Connects.
     *
     * @param token    null for none
     * @param patience for each answer
     * @param pushes   is told whole frames, in their order
     */
    public static JsonSocket open(HttpClient http, URI gateway, String token, Duration patience, Consumer<JsonNode> pushes)
            throws InterruptedException, ExecutionException, TimeoutException {
        JsonSocket opened = new JsonSocket(patience, pushes);
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        opened.socket = builder.buildAsync(gateway, opened.new Ear()).get(CONNECT.toSeconds(), TimeUnit.SECONDS);
        return opened;
    }

    /** @return whether it is still there, as far as anybody knows */
    public boolean isOpen() {
        return !over;
    }

    /** @return the whole answer, refusals too */
    public JsonNode ask(String service, ObjectNode values) throws InterruptedException, ExecutionException, TimeoutException {
        String id = String.valueOf(requests.incrementAndGet());
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode frame = JSON.createObjectNode().put("service", service).put("request_id", id);
        frame.set("values", values);
        send(frame.toString());
        return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One at a time, as the client demands. */
    private synchronized void send(String text) throws InterruptedException, ExecutionException, TimeoutException {
        socket.sendText(text, true).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As when the network goes: nothing is said. */
    @Override
    public void close() {
        end();
        socket.abort();
    }

    private void end() {
        over = true;
        asked.values().forEach(answer -> answer.completeExceptionally(new IOException("the connection broke")));
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder begun = new StringBuilder();

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
                CompletableFuture<JsonNode> answer = frame.path("op").asText().endsWith("_response") ? asked.remove(frame.path("request_id").asText()) : null;
                if (answer != null) {
                    answer.complete(frame);
                } else if (!over) {
                    pushes.accept(frame);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a frame that is no JSON: " + text, e);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end();
        }
    }
}
