package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of PROTOCOL 7 through a running gateway: every action in every state, over MQTT, WebSocket and REST. Ann and Bob
 * live together with three door stations, one on MQTT, one on WebSocket, and one that only others ring.
 */
class CallsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TABLE = """
            initiated caller cancelled | ended cancelled
            initiated caller hangup    | ended cancelled
            initiated ann ringing      | ringing
            initiated ann answered     | connected
            initiated ann rejected     | initiated
            initiated ann hangup       | initiated
            ringing   caller cancelled | ended cancelled
            ringing   caller hangup    | ended cancelled
            ringing   ann ringing      | ringing
            ringing   ann answered     | connected
            ringing   bob answered     | connected
            ringing   ann rejected     | ringing
            ringing   bob hangup       | ringing
            lastleft  bob rejected     | ended rejected
            lastleft  bob hangup       | ended rejected
            lastleft  ann answered     | 409 initiated
            connected caller cancelled | 409 connected
            connected caller hangup    | ended hangup
            connected ann ringing      | 409 connected
            connected ann answered     | connected
            connected ann rejected     | ended hangup
            connected ann hangup       | ended hangup
            connected bob ringing      | 409 connected
            connected bob answered     | 409 connected
            connected bob rejected     | 409 connected
            connected bob hangup       | 409 connected
            ended     caller cancelled | 409 ended
            ended     caller hangup    | 409 ended
            ended     ann ringing      | 409 ended
            ended     ann answered     | 409 ended
            ended     ann rejected     | 409 ended
            ended     ann hangup       | 409 ended
            """;

    @TempDir
    static Path directory;
    private static RunningGateway gateway;
    private static String admin;
    private static final Map<String, String> TOKENS = new HashMap<>();
    private static final Map<String, WebSocketPeer> SOCKETS = new HashMap<>();
    private static final Map<String, MqttPeer> PEERS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.first(directory, Map.of());
        admin = gateway.token();
        String door = gateway.register(admin, "door", "retail");
        String gate = gateway.register(admin, "gate", "retail");
        gateway.register(admin, "lane", "retail");
        for (String user : List.of("ann", "bob")) {
            gateway.post("/api/v1/users", null, Map.of("username", user, "password", RunningGateway.PASSWORD));
            TOKENS.put(user, gateway.post("/api/v1/sessions", null, Map.of("username", user, "password", RunningGateway.PASSWORD)).get("token").asText());
            SOCKETS.put(user, WebSocketPeer.connect(HTTP, gateway.webSocket(), TOKENS.get(user)));
            PEERS.put(user, MqttPeer.connect(gateway.mqtt(), user + ".phone", user, TOKENS.get(user)));
            PEERS.get(user).subscribe("users/" + user + "/calls/control");
        }
        send("PUT", "/api/v1/households/7", admin, "{'residents':[{'user_id':'ann'},{'user_id':'bob','phone':'+49 1'}],'devices':['door','gate','lane']}");
        PEERS.put("caller", MqttPeer.connect(gateway.mqtt(), "door", "door", door));
        PEERS.get("caller").subscribe("devices/door/calls/control");
        SOCKETS.put("caller", WebSocketPeer.connect(HTTP, gateway.webSocket(), null));
        long now = System.currentTimeMillis();
        SOCKETS.get("caller").ask("/api/device/login",
                "{'sn':'gate','timestamp':" + now + ",'token':'" + DeviceToken.sign("gate", now, gate).token() + "'}");
    }

    @AfterAll
    static void stop() throws Exception {
        SOCKETS.values().forEach(WebSocketPeer::close);
        for (MqttPeer peer : PEERS.values()) {
            peer.close();
        }
        gateway.close();
    }

    static Stream<String> rows() {
        return TABLE.lines().map(line -> line.replaceAll(" +", " "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyActionInEveryState(String row) throws Exception {
        String[] cells = row.split("[ |]+");
        boolean refused = cells[3].equals("409");
        String state = cells[refused ? 4 : 3];
        for (String device : List.of("door", "gate", "lane")) {
            String call = callIn(cells[0], device);
            int code = act(device, call, cells[1], cells[2], refused ? null : state);
            JsonNode shown = read(call);
            assertThat(code).as("%s over %s", row, device).isEqualTo(refused ? 409 : 0);
            assertThat(shown.path("state").asText()).as("%s over %s: %s", row, device, shown).isEqualTo(state);
            if (!refused && cells.length > 4) {
                assertThat(shown.path("end_reason").asText()).as(row).isEqualTo(cells[4]);
            }
            send("DELETE", "/api/v1/calls/" + call, admin, "");
        }
    }

    /** Over MQTT for the door, over WebSocket for the gate, over REST for the lane. @return 0, or with what it was refused */
    private static int act(String device, String call, String who, String action, String expected) throws Exception {
        String values = "{'call_id':'" + call + "','action':'" + action + "','timestamp':" + System.currentTimeMillis() + "}";
        if (device.equals("gate")) {
            return SOCKETS.get(who).ask("/api/call/action", values).path("code").asInt();
        }
        if (device.equals("lane")) {
            String path = "/api/v1/calls/" + call + (who.equals("caller") ? "/caller-actions" : "/callee-actions");
            return send("POST", path, TOKENS.getOrDefault(who, admin), values).path("code").asInt(0);
        }
        PEERS.get(who).publish(who.equals("caller") ? "devices/door/calls/action" : "users/" + who + "/calls/action", values.replace('\'', '"'));
        if (expected != null) {
            await().until(() -> read(call).path("state").asText().equals(expected));
            return 0;
        }
        JsonNode told = next(PEERS.get(who), "error");
        assertThat(told.path("call_id").asText()).isEqualTo(call);
        return told.path("code").asInt();
    }

    private static String callIn(String state, String device) throws Exception {
        JsonNode begun = send("POST", "/api/v1/calls", admin, "{'device_id':'" + device + "','household_number':'7'}");
        String call = begun.path("call_id").asText();
        assertThat(begun.path("state").asText()).as(begun.toString()).isEqualTo("initiated");
        switch (state) {
            case "ringing" -> callee(call, "bob", "ringing");
            case "connected" -> callee(call, "ann", "answered");
            case "lastleft" -> callee(call, "ann", "rejected");
            case "ended" -> send("DELETE", "/api/v1/calls/" + call, admin, "");
            default -> { }
        }
        return call;
    }

    private static JsonNode callee(String call, String who, String action) throws Exception {
        return send("POST", "/api/v1/calls/" + call + "/callee-actions", TOKENS.get(who), "{'action':'" + action + "'}");
    }

    private static JsonNode read(String call) {
        return gateway.read("/api/v1/calls/" + call, admin);
    }

    /** The next control with this action; others are passed over. */
    private static JsonNode next(MqttPeer peer, String action) throws Exception {
        while (true) {
            MqttPeer.Received received = peer.next();
            assertThat(received).as("waiting for " + action).isNotNull();
            JsonNode told = JSON.readTree(received.text());
            if (told.path("action").asText().equals(action)) {
                return told;
            }
        }
    }

    private static JsonNode send(String method, String path, String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.http(path)).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.replace('\'', '"'))).build();
        String answer = HTTP.send(request, BodyHandlers.ofString()).body();
        return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
    }
}
