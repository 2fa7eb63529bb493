package io.campanile.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.RunningGateway;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who watches all devices on one connection, and does not come back when it ends. */
final class OpenWatcher implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private volatile Integer closedWith;

    OpenWatcher(RunningGateway gateway, String token) {
        socket = HttpClient.newHttpClient().newWebSocketBuilder().header("Authorization", "Bearer " + token)
                .buildAsync(gateway.webSocket(), this).join();
        ask("/api/device/subscribe", "{\"all\":true}");
    }

    private void ask(String service, String values) {
        socket.sendText("{\"service\":\"" + service + "\",\"request_id\":\"1\",\"values\":" + values + "}", true).join();
    }

    /** Whether a push told this time of a device's report. */
    boolean saw(long ts) {
        return frames.stream().filter(frame -> frame.path("service").asText().equals("/push/device/state"))
                .anyMatch(frame -> frame.at("/values/ts").asLong() == ts);
    }

    /** The code with which its connection ended; null while it lives. */
    Integer closedWith() {
        return closedWith;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            frames.add(read(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closedWith = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closedWith = -1;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
