package io.campanile.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A device over WebSocket. */
final class SocketDevice extends Device {

    private static final long PATIENCE_S = 3;

    private final HttpClient http;
    private final URI gateway;
    private final String secret;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private volatile WebSocket socket;

    SocketDevice(String sn, String secret, URI gateway, HttpClient http, Habit habit, ScheduledExecutorService scheduler, long seed) {
        super(sn, habit, scheduler, seed);
        this.gateway = gateway;
        this.secret = secret;
        this.http = http;
    }

    @Override
    void connect() throws Exception {
        WebSocket opened = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(PATIENCE_S)).buildAsync(gateway, new Inbox())
                .get(PATIENCE_S, TimeUnit.SECONDS);
        socket = opened;
        long now = System.currentTimeMillis();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String token = HexFormat.of().formatHex(mac.doFinal((sn() + "." + now).getBytes(StandardCharsets.UTF_8)));
        ask("/api/device/login", JSON.createObjectNode().put("sn", sn()).put("timestamp", now).put("token", token));
    }

    @Override
    void disconnect() {
        WebSocket present = socket;
        socket = null;
        if (present != null) {
            present.abort();
        }
    }

    @Override
    boolean isConnected() {
        return socket != null;
    }

    @Override
    void send(ObjectNode reply) throws Exception {
        ask("/api/device/reply", reply);
    }

    private void ask(String service, ObjectNode values) throws Exception {
        WebSocket present = socket;
        if (present == null) {
            throw new IllegalStateException("not connected");
        }
        String id = String.valueOf(requests.incrementAndGet());
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode request = JSON.createObjectNode().put("service", service).put("request_id", id);
        request.set("values", values);
        present.sendText(request.toString(), true).get(PATIENCE_S, TimeUnit.SECONDS);
        JsonNode answered = answer.get(PATIENCE_S, TimeUnit.SECONDS);
        if (answered.path("code").asInt() != 0) {
            throw new IllegalStateException(service + " was answered " + answered);
        }
    }

    private final class Inbox implements WebSocket.Listener {

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
                if (frame.path("service").asText().equals("/push/device/command")) {
                    receive(frame.path("values").toString());
                } else {
                    CompletableFuture<JsonNode> answer = asked.remove(frame.path("request_id").asText());
                    if (answer != null) {
                        answer.complete(frame);
                    }
                }
            } catch (Exception e) {
                throw new IllegalStateException("a frame that is no JSON", e);
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
            }
        }
    }
}
