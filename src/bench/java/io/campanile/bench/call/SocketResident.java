package io.campanile.bench.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.system.JsonSocket;
import io.campanile.bench.system.Node;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A resident who hears over WebSocket, and acts by it. When its node is gone, it goes to the next. */
class SocketResident extends Party {

    private final HttpClient http;
    private final String token;
    private final List<Node> nodes;
    private int next;
    private volatile JsonSocket socket;

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
        if (socket == null || !socket.isOpen()) {
            Node node = nodes.get(next++ % nodes.size());
            socket = JsonSocket.open(http, node.webSocket(), token, PATIENCE, this::hear);
        }
    }

    private void hear(JsonNode push) {
        if (push.path("service").asText().startsWith("/push/call/")) {
            mailbox().put(push.path("values"));
        }
    }

    @Override
    int act(String callId, String action) throws InterruptedException {
        ObjectNode values = JSON.createObjectNode().put("call_id", callId).put("action", action).put("timestamp", System.currentTimeMillis());
        JsonSocket present = socket;
        if (present == null) {
            return UNANSWERED;
        }
        try {
            int code = present.ask("/api/call/action", values).path("code").asInt();
            return code == 0 ? DONE : code;
        } catch (ExecutionException | TimeoutException e) {
            return UNANSWERED;
        }
    }

    @Override
    public void close() {
        JsonSocket present = socket;
        if (present != null) {
            present.close();
        }
    }
}
