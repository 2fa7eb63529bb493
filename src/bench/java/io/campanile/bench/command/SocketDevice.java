package io.campanile.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.system.JsonSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ScheduledExecutorService;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A device over WebSocket. */
final class SocketDevice extends Device {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String ALGORITHM = "HmacSHA256";

    private final HttpClient http;
    private final URI gateway;
    private final String secret;
    private volatile JsonSocket socket;

    SocketDevice(String sn, String secret, URI gateway, HttpClient http, Habit habit, ScheduledExecutorService scheduler, long seed) {
        super(sn, habit, scheduler, seed);
        this.gateway = gateway;
        this.secret = secret;
        this.http = http;
    }

    @Override
    void connect() throws Exception {
        socket = JsonSocket.open(http, gateway, null, PATIENCE, this::hear);
        long now = System.currentTimeMillis();
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        String token = HexFormat.of().formatHex(mac.doFinal((sn() + "." + now).getBytes(StandardCharsets.UTF_8)));
        ask("/api/device/login", JSON.createObjectNode().put("sn", sn()).put("timestamp", now).put("token", token));
    }

    private void hear(JsonNode push) {
        if (push.path("service").asText().equals("/push/device/command")) {
            receive(push.path("values").toString());
        }
    }

    @Override
    void disconnect() {
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    boolean isConnected() {
        return socket != null && socket.isOpen();
    }

    @Override
    void send(ObjectNode reply) throws Exception {
        ask("/api/device/reply", reply);
    }

    private void ask(String service, ObjectNode values) throws Exception {
        JsonNode answer = socket.ask(service, values);
        if (answer.path("code").asInt() != 0) {
            throw new IllegalStateException(service + " was answered " + answer);
        }
    }
}
