package io.campanile.integration;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A gateway that ends connections: {@code /ws?code=1013} is closed with 1013 once it has subscribed, the first time or,
 * with {@code &times=3}, the first three times. 1006 drops the connection without a word. On {@code /messages} a test says what
 * comes. It serves the sample client too.
 */
final class FakeEdge implements AutoCloseable {

    /** A connection of a client: what it offered as its token, and what it asked for. */
    record Visit(String token, List<String> services) {
    }

    private static final String PAGE = "<!doctype html><script type=module>"
            + "import { Campanile } from '/campanile.js'; window.Campanile = Campanile;</script>";

    /** The connections to {@code /messages}, in order. */
    final BlockingQueue<Chat> chats = new LinkedBlockingQueue<>();

    /** A connection on which a test says what comes: only heartbeats and acks are answered by themselves. */
    record Chat(String query, ServerWebSocket socket, BlockingQueue<JsonObject> asked) {

        void push(String service, JsonObject values) {
            write(new JsonObject().put("op", "galbot_push").put("service", service).put("code", 0).put("msg", "").put("values", values)
                    .put("result", true).put("request_id", "p"));
        }

        void answer(JsonObject request, int code, JsonObject values) {
            write(new JsonObject().put("op", "galbot_response").put("service", request.getString("service")).put("code", code).put("msg", "")
                    .put("values", values).put("result", code == 0).put("request_id", request.getString("request_id")));
        }

        /** The next request, or null after 10 s. */
        JsonObject next() throws InterruptedException {
            return asked.poll(10, TimeUnit.SECONDS);
        }

        private void write(JsonObject frame) {
            socket.writeTextMessage(frame.encode());
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<Visit>> visits = new ConcurrentHashMap<>();
    private final HttpServer server = vertx.createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("campanile.v1")))
            .requestHandler(this::handle).listen(0, "127.0.0.1")
            .toCompletionStage().toCompletableFuture().join();

    int port() {
        return server.actualPort();
    }

    /** The connections with this in their query after {@code code=}, in order. */
    List<Visit> visits(String key) {
        return visits.getOrDefault(key, List.of());
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/" -> request.response().putHeader("Content-Type", "text/html").end(PAGE);
            case "/campanile.js" -> request.response().putHeader("Content-Type", "text/javascript").sendFile("console/campanile.js");
            case "/ws" -> {
                String key = request.query().substring("code=".length());
                int times = request.params().contains("times") ? Integer.parseInt(request.getParam("times")) : 1;
                String code = request.getParam("code");
                String offered = request.getHeader("Sec-WebSocket-Protocol");
                request.toWebSocket().onSuccess(socket -> attend(socket, request.connection(), key, code, times, offered));
            }
            case "/messages" -> request.toWebSocket().onSuccess(socket -> chat(socket, request.query()));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void chat(ServerWebSocket socket, String query) {
        Chat chat = new Chat(query, socket, new LinkedBlockingQueue<>());
        socket.textMessageHandler(text -> {
            JsonObject request = new JsonObject(text);
            if (request.getString("service").equals("/api/heartbeat")) {
                chat.answer(request, 0, new JsonObject());
                return;
            }
            if (request.getString("service").equals("/api/message/ack")) {
                chat.answer(request, 0, new JsonObject());
            }
            chat.asked().add(request);
        });
        chats.add(chat);
    }

    private void attend(ServerWebSocket socket, HttpConnection tcp, String key, String code, int times, String offered) {
        List<Visit> all = visits.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>());
        Visit visit = new Visit(offered.replaceFirst("campanile\\.v1, *bearer\\.", ""), new CopyOnWriteArrayList<>());
        all.add(visit);
        boolean ends = all.size() <= times;
        socket.textMessageHandler(text -> {
            JsonObject request = new JsonObject(text);
            visit.services().add(request.getString("service"));
            socket.writeTextMessage(new JsonObject().put("op", "galbot_response").put("service", request.getString("service"))
                    .put("code", 0).put("msg", "").put("values", new JsonObject()).put("result", true)
                    .put("request_id", request.getString("request_id")).encode());
            if (ends && visit.services().size() == 2) {
                if (code.equals("1006")) {
                    // Past Vert.x, which would say 1000 first
                    ((ConnectionBase) tcp).channelHandlerContext().close();
                } else {
                    socket.close(Short.parseShort(code), "as asked");
                }
            }
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
