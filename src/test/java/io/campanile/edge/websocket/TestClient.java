package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket client that keeps what it gets, in order. */
final class TestClient {

    private static final int PATIENCE_S = 4;

    final WebSocket socket;
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    TestClient(WebSocketClient client, WebSocketConnectOptions options) {
        socket = client.connect(options).onSuccess(opened -> {
            opened.textMessageHandler(text -> frames.add(parse(text)));
            opened.closeHandler(v -> closed.complete((int) opened.closeStatusCode()));
        }).toCompletionStage().toCompletableFuture().join();
    }

    TestClient send(String json) {
        socket.writeTextMessage(json.replace('\'', '"'));
        return this;
    }

    TestClient sendFrame(WebSocketFrameType type, byte[] bytes, boolean last) {
        socket.writeFrame(new WebSocketFrameImpl(type, Buffer.buffer(bytes).getByteBuf(), last));
        return this;
    }

    /** The next frame. */
    JsonNode next() {
        try {
            JsonNode frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(frame).as("a frame").isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode ask(String json) {
        return send(json).next();
    }

    /** Proves that nothing else came before the answer to a heartbeat sent now. */
    void assertSilent() {
        assertThat(ask("{'service':'/api/heartbeat','request_id':'silence'}").path("request_id").asText()).isEqualTo("silence");
    }

    /** Completes with the close code. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    int closeCode() {
        try {
            return closed.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("was not closed", e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return WebSocketGateway.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
