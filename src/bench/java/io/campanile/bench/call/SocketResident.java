package io.campanile.bench.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A resident who hears over WebSocket, and acts by it. When its node is gone, it goes to the next. */
class SocketResident extends Party {

    private final HttpClient http;
    private final String token;
    private final List<Node> nodes;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private int next;
    private volatile WebSocket socket;

    /** @param nodes where to connect, the first first */
    SocketResident(String id, String token, List<Node> nodes, HttpClient http) {
        super(id);
        this.token = token;
        this.nodes = nodes;
        this.http = http;
    }

    @Override
    String transport() {
        return "websocket";
    }

    @Override
    synchronized void connect() throws Exception {
        if (socket == null) {
            Node node = nodes.get(next++ % nodes.size());
            socket = http.newWebSocketBuilder().header("Authorization", "Bearer " + token).connectTimeout(Duration.ofSeconds(3))
                    .buildAsync(node.webSocket(), new Ear()).get(5, TimeUnit.SECONDS);
        }
    }

    @Override
    int act(String callId, String action) throws InterruptedException {
        ObjectNode values = JSON.createObjectNode().put("call_id", callId).put("action", action).put("timestamp", System.currentTimeMillis());
        WebSocket present = socket;
        if (present == null) {
            return UNANSWERED;
        }
        String requestId = String.valueOf(requests.incrementAndGet());
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(requestId, answer);
        ObjectNode frame = JSON.createObjectNode().put("service", "/api/call/action").put("request_id", requestId);
        frame.set("values", values);
        try {
            send(present, frame.toString());
            int code = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).path("code").asInt();
            return code == 0 ? DONE : code;
        } catch (ExecutionException | TimeoutException e) {
            return UNANSWERED;
        }
    }

    private synchronized void send(WebSocket to, String text) throws InterruptedException, ExecutionException, TimeoutException {
        to.sendText(text, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        WebSocket present = socket;
        if (present != null) {
            present.abort();
        }
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder begun = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            begun.append(part);
            if (last) {
                take(begun.toString());
                begun.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String text) {
            try {
                JsonNode frame = JSON.readTree(text);
                CompletableFuture<JsonNode> answer = asked.remove(frame.path("request_id").asText());
                if (frame.path("service").asText().startsWith("/push/call/")) {
                    mailbox().put(frame.path("values"));
                } else if (answer != null) {
                    answer.complete(frame);
                }
            } catch (IOException e) {
                throw new IllegalStateException("a frame that is no JSON: " + text, e);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            gone(from);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone(from);
        }

        private void gone(WebSocket from) {
            if (socket == from) {
                socket = null;
                asked.values().forEach(answer -> answer.completeExceptionally(new IOException("the connection broke")));
                asked.clear();
            }
        }
    }
}
