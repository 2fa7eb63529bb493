package io.campanile.bench.call;

import io.campanile.bench.system.Node;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** A resident who hears over WebSocket on one node, and acts by REST on another. */
final class RestResident extends SocketResident {

    private final String token;
    private final List<Node> acting;

    RestResident(String id, String token, List<Node> hearing, List<Node> acting, HttpClient http) {
        super(id, token, hearing, http);
        this.token = token;
        this.acting = acting;
    }

    @Override
    String transport() {
        return "rest";
    }

    @Override
    int act(String callId, String action) throws InterruptedException {
        Map<String, ?> body = Map.of("action", action, "timestamp", System.currentTimeMillis());
        for (Node node : acting) {
            try {
                // Who answers wants to hear what comes of it: what is told meanwhile is not told again
                connect();
                return node.post("/api/v1/calls/" + callId + "/callee-actions", token, body).path("code").asInt(DONE);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // It was killed: the next one
            }
        }
        return UNANSWERED;
    }
}
