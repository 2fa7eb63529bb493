package io.campanile.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Bare Vert.x that tells everybody on {@code /receive} what somebody says on {@code /send}: reads the JSON, writes the frame
 * once, and hands it to every event loop, which writes it to its own connections. Argument: the port.
 */
public final class PushPeer extends AbstractVerticle {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final List<PushPeer> all;
    private final Set<ServerWebSocket> receivers = new HashSet<>();
    private long pushes;

    private PushPeer(int port, List<PushPeer> all) {
        this.port = port;
        this.all = all;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        List<PushPeer> all = new CopyOnWriteArrayList<>();
        Vertx.vertx().deployVerticle(() -> new PushPeer(port, all),
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void start(Promise<Void> started) {
        all.add(this);
        vertx.createHttpServer().webSocketHandler(this::opened).listen(port, "127.0.0.1").<Void>mapEmpty().onComplete(started);
    }

    private void opened(ServerWebSocket socket) {
        if (socket.path().equals("/receive")) {
            receivers.add(socket);
            socket.closeHandler(v -> receivers.remove(socket));
        } else {
            socket.textMessageHandler(this::push);
        }
    }

    private void push(String request) {
        try {
            ObjectNode push = JSON.createObjectNode().put("op", "galbot_push").put("service", "bench").put("code", 0).put("msg", "");
            push.set("values", JSON.readTree(request).path("values").path("values"));
            push.put("result", true).put("request_id", "0123456789abc-" + ++pushes);
            Buffer frame = Buffer.buffer(JSON.writeValueAsBytes(push));
            all.forEach(loop -> loop.context.runOnContext(v -> loop.tell(frame)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As bytes, which the public API has no text frame for: a string would be encoded again for every connection. */
    private void tell(Buffer frame) {
        receivers.forEach(socket -> socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, frame.getByteBuf(), true)));
    }
}
