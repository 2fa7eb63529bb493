package io.campanile.edge.websocket;

import io.campanile.edge.http.EdgeServer;
import io.campanile.edge.http.HealthEndpoint;
import io.campanile.edge.http.HttpSettings;
import io.campanile.ops.metrics.Metrics;
import io.campanile.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.UUID;

/**
 * The product's server, reading and writing frames as the product does, with an echo in the place of the services. Text
 * takes the product's way in and out. Binary messages, which the product refuses, go back frame by frame.
 */
final class EchoServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.systemUTC();
    private final WebSocketMetrics metrics = new WebSocketMetrics(new Metrics(clock));
    private final WebSocketSettings limits;
    private final EdgeServer server;

    EchoServer() {
        Properties properties = Settings.load(Path.of("application.properties")).all();
        properties.setProperty("http.port", "0");
        // The suite never logs in
        properties.setProperty("websocket.login-timeout", "1h");
        Settings settings = new Settings(properties, name -> null);
        limits = WebSocketSettings.from(settings);
        server = new EdgeServer(vertx, HttpSettings.from(settings), new HealthEndpoint(() -> true), clock);
        server.router().get("/echo").handler(context -> upgrade(context.request()));
        server.listen();
    }

    String url() {
        return "ws://127.0.0.1:" + server.port() + "/echo";
    }

    private void upgrade(HttpServerRequest request) {
        String id = UUID.randomUUID().toString();
        Handshake handshake = Handshake.read(request, "autobahn");
        request.toWebSocket().onSuccess(socket -> {
            Connection connection = new Connection(id, handshake, socket, (ConnectionBase) request.connection(), limits, clock, metrics);
            ProtocolViolations.watch(request.connection(), connection);
            new Echo(connection, socket, limits.maxFrame());
        });
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class Echo {

        private final Connection connection;
        private final ServerWebSocket socket;
        private final FrameReader texts;
        private boolean binary;

        Echo(Connection connection, ServerWebSocket socket, int maxMessage) {
            this.connection = connection;
            this.socket = socket;
            this.texts = new FrameReader(connection, maxMessage, connection::send);
            socket.frameHandler(this::read);
            socket.drainHandler(v -> {
                connection.drained();
                socket.resume();
            });
            socket.closeHandler(v -> connection.closing().byClient());
        }

        private void read(WebSocketFrame frame) {
            binary = frame.isBinary() || binary && frame.isContinuation();
            if (binary) {
                socket.writeFrame(frame);
            } else {
                texts.handle(frame);
            }
            if (connection.outbox().isBlocked()) {
                socket.pause();
            }
        }
    }
}
