package io.campanile.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Bare Vert.x answering heartbeats: reads the same JSON as the gateway and writes the same, on as many event loops, with
 * nothing in between. Argument: the port.
 */
public final class EchoPeer extends AbstractVerticle {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TYPICAL = 256;

    private final int port;

    private EchoPeer(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        Vertx.vertx().deployVerticle(() -> new EchoPeer(port),
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer().webSocketHandler(socket -> socket.textMessageHandler(text -> answer(socket, text)))
                .listen(port, "127.0.0.1").<Void>mapEmpty().onComplete(started);
    }

    private static void answer(ServerWebSocket socket, String text) {
        try (JsonParser json = JSON.createParser(text)) {
            String service = null;
            String id = null;
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "service" -> service = json.getText();
                    case "request_id" -> id = json.getText();
                    default -> json.skipChildren();
                }
            }
            socket.writeTextMessage(response(service, id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String response(String service, String id) throws IOException {
        StringWriter text = new StringWriter(TYPICAL);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("op", "galbot_response");
            json.writeStringField("service", service);
            json.writeNumberField("code", 0);
            json.writeStringField("msg", "");
            json.writeObjectFieldStart("values");
            json.writeNumberField("ts", System.currentTimeMillis());
            json.writeEndObject();
            json.writeBooleanField("result", true);
            json.writeStringField("request_id", id);
            json.writeEndObject();
        }
        return text.toString();
    }
}
