package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import io.campanile.store.sql.CallTimes;
import io.campanile.store.sql.SqlCalls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of PROTOCOL 7 through a running gateway: every action in every state, over MQTT, WebSocket and REST. Ann and Bob
 * live together with three door stations, one on MQTT, one on WebSocket, and one that only others ring.
 */
@Tag("faults")
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
        // None when it was skipped
        if (gateway != null) {
            gateway.close();
        }
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

    @Test
    void fromTheBellToTheRecord() throws Exception {
        PEERS.get("bob").subscribe("users/bob/calls/incoming");
        quiet();
        long now = System.currentTimeMillis();
        String request = "{\"request_id\":\"bell\",\"timestamp\":" + now + ",\"household_number\":\"7\"}";
        PEERS.get("caller").publish("devices/door/calls/request", request);

        JsonNode begun = next(PEERS.get("caller"), "initiated");
        String call = begun.path("call_id").asText();
        assertThat(begun.path("request_id").asText()).isEqualTo("bell");
        assertThat(begun.path("room_id").asText()).matches("[A-Za-z0-9_-]{1,32}");
        JsonNode pushed = push("ann", "/push/call/incoming");
        assertThat(pushed.fieldNames()).toIterable().containsExactlyInAnyOrder("call_id", "device_id", "target_resident_id", "timestamp",
                "expires_at", "room_id");
        assertThat(pushed.path("target_resident_id").asText()).isEqualTo("ann");
        assertThat(pushed.path("expires_at").asLong() - pushed.path("timestamp").asLong()).isEqualTo(120_000);
        assertThat(next(PEERS.get("bob"), "").path("call_id").asText()).isEqualTo(call);
        PEERS.get("caller").publish("devices/door/calls/request", request);
        assertThat(next(PEERS.get("caller"), "initiated").path("call_id").asText()).as("a repeat").isEqualTo(call);

        callee(call, "ann", "ringing");
        assertThat(next(PEERS.get("caller"), "ringing").path("resident_id").asText()).isEqualTo("ann");
        callee(call, "ann", "answered");
        assertThat(next(PEERS.get("caller"), "answered").path("resident_id").asText()).isEqualTo("ann");
        assertThat(next(PEERS.get("bob"), "cancelled").path("reason").asText()).isEqualTo("answered_elsewhere");
        String hangup = "{\"call_id\":\"" + call + "\",\"action\":\"hangup\",\"timestamp\":" + now + "}";
        PEERS.get("caller").publish("devices/door/calls/action", hangup);
        assertThat(next(PEERS.get("caller"), "hangup").path("timestamp").asLong()).isEqualTo(read(call).path("ended_at").asLong());
        JsonNode answered = push("ann", "/push/call/control");
        assertThat(answered.path("action").asText()).as(answered.toString()).isEqualTo("answered");
        assertThat(push("ann", "/push/call/control").path("reason").asText()).isEqualTo("hangup");
        PEERS.get("caller").publish("devices/door/calls/action", hangup);

        JsonNode record = read(call);
        assertThat(record.path("answered_by").asText()).isEqualTo("ann");
        assertThat(record.path("duration").asLong()).isEqualTo(record.path("ended_at").asLong() - record.path("answered_at").asLong());
        assertThat(record.path("events")).extracting(event -> event.path("action").asText()).containsExactly("initiated", "ringing", "answered", "hangup");
        assertThat(gateway.read("/api/v1/calls?device_id=door&limit=1", admin).at("/calls/0/call_id").asText()).isEqualTo(call);
        assertThat(gateway.read("/api/v1/calls?resident_id=bob&limit=1", TOKENS.get("bob")).at("/calls/0/call_id").asText()).isEqualTo(call);
        assertThat(gateway.read("/api/v1/calls?resident_id=ann", TOKENS.get("bob")).path("code").asInt()).isEqualTo(403);
        assertThat(SOCKETS.get("bob").ask("/api/call/get", "{'call_id':'" + call + "'}").at("/values/end_reason").asText()).isEqualTo("hangup");
    }

    @Test
    void whoIsRung() throws Exception {
        assertThat(targets("{'device_id':'lane'}")).isEqualTo("[\"ann\",\"bob\"]");
        assertThat(targets("{'device_id':'lane','resident_id':'ann'}")).isEqualTo("[\"ann\"]");
        assertThat(targets("{'device_id':'lane','phone':'+49 1'}")).isEqualTo("[\"bob\"]");
        for (String nobody : List.of("'resident_id':'nobody'", "'household_number':'8'", "'phone':'1'")) {
            assertThat(send("POST", "/api/v1/calls", admin, "{'device_id':'lane'," + nobody + "}").path("code").asInt()).isEqualTo(404);
        }
        assertThat(send("POST", "/api/v1/calls", admin, "{'device_id':'none'}").path("code").asInt()).isEqualTo(404);
        assertThat(send("POST", "/api/v1/calls", admin, "{'device_id':'lane','resident_id':'ann','phone':'1'}").path("code").asInt()).isEqualTo(400);
        assertThat(send("POST", "/api/v1/calls", admin, "{}").path("msg").asText()).startsWith("device_id: ");
    }

    @Test
    void whoIsInACallIsBusyInTheNext() throws Exception {
        String first = send("POST", "/api/v1/calls", admin, "{'device_id':'lane','resident_id':'ann'}").path("call_id").asText();
        String both = callIn("initiated", "door");
        callee(first, "ann", "answered");
        JsonNode refused = callee(both, "ann", "answered");
        assertThat(refused.path("code").asInt()).isEqualTo(409);
        assertThat(refused.path("msg").asText()).contains("busy");
        assertThat(read(both).path("state").asText()).as("it rings on at Bob's").isEqualTo("initiated");
        JsonNode only = send("POST", "/api/v1/calls", admin, "{'device_id':'gate','resident_id':'ann'}");
        assertThat(only.path("state").asText()).isEqualTo("ended");
        assertThat(only.path("end_reason").asText()).isEqualTo("busy");
        assertThat(send("POST", "/api/v1/calls", admin, "{'device_id':'lane','resident_id':'ann'}").path("call_id").asText()).as("to whom it talks").isEqualTo(first);
        send("DELETE", "/api/v1/calls/" + first, admin, "");
        assertThat(callee(both, "ann", "answered").path("state").asText()).isEqualTo("connected");
        send("DELETE", "/api/v1/calls/" + both, admin, "");
    }

    @Test
    void aPhoneThatConnectsWhileItRingsRingsToo() throws Exception {
        String call = callIn("initiated", "lane");
        try (WebSocketPeer woken = WebSocketPeer.connect(HTTP, gateway.webSocket(), TOKENS.get("bob"))) {
            JsonNode incoming = woken.next();
            assertThat(incoming.path("service").asText()).isEqualTo("/push/call/incoming");
            assertThat(incoming.at("/values/call_id").asText()).isEqualTo(call);
        }
        callee(call, "bob", "rejected");
        callee(call, "ann", "ringing");
        try (WebSocketPeer late = WebSocketPeer.connect(HTTP, gateway.webSocket(), TOKENS.get("bob"))) {
            assertThat(late.ask("/api/heartbeat", "{}").path("code").asInt()).isZero();
            send("DELETE", "/api/v1/calls/" + call, admin, "");
            assertThat(late.next().path("service").asText()).as("who has rejected it").isEqualTo("/push/call/control");
        }
    }

    @Test
    void whoMayDoWhat() throws Exception {
        String call = callIn("initiated", "lane");
        String path = "/api/v1/calls/" + call;
        gateway.post("/api/v1/users", null, Map.of("username", "op", "password", RunningGateway.PASSWORD));
        send("PUT", "/api/v1/users/op/roles", admin, "{'roles':['operator']}");
        String operator = gateway.post("/api/v1/sessions", null, Map.of("username", "op", "password", RunningGateway.PASSWORD)).get("token").asText();

        assertThat(send("POST", path + "/caller-actions", TOKENS.get("ann"), "{'action':'cancelled'}").path("code").asInt()).isEqualTo(403);
        assertThat(send("DELETE", path, TOKENS.get("ann"), "").path("code").asInt()).isEqualTo(403);
        assertThat(send("POST", path + "/callee-actions", operator, "{'action':'answered'}").path("code").asInt()).isEqualTo(403);
        JsonNode whose = send("POST", path + "/callee-actions", admin, "{'action':'ringing'}");
        assertThat(whose.path("msg").asText()).startsWith("resident_id: ");
        assertThat(send("POST", path + "/callee-actions", admin, "{'action':'ringing','resident_id':'bob'}").path("state").asText()).isEqualTo("ringing");
        assertThat(send("POST", path + "/callee-actions", admin, "{'action':'cancelled'}").path("msg").asText()).startsWith("action: ");
        assertThat(SOCKETS.get("caller").ask("/api/call/action", "{'call_id':'" + call + "','action':'hangup'}").path("code").asInt())
                .as("another door").isEqualTo(403);
        assertThat(send("POST", path + "/caller-actions", operator, "{'action':'cancelled'}").path("end_reason").asText()).isEqualTo("cancelled");
        assertThat(send("DELETE", path, operator, "").path("code").asInt()).as("ended by another action").isEqualTo(409);

        String own = send("POST", "/api/v1/calls", TOKENS.get("ann"), "{'device_id':'lane','resident_id':'bob'}").path("call_id").asText();
        assertThat(send("DELETE", "/api/v1/calls/" + own, TOKENS.get("ann"), "").has("code")).as("who let it ring").isFalse();
        assertThat(send("DELETE", "/api/v1/calls/" + own, TOKENS.get("ann"), "").has("code")).as("a repeat").isFalse();
    }

    @Test
    void whatIsTooOldOrMalformedIsRefused() throws Exception {
        String call = callIn("initiated", "lane");
        long old = System.currentTimeMillis() - 301_000;
        JsonNode replayed = SOCKETS.get("ann").ask("/api/call/action", "{'call_id':'" + call + "','action':'answered','timestamp':" + old + "}");
        assertThat(replayed.path("code").asInt()).isEqualTo(400);
        assertThat(replayed.at("/values/server_time").asLong()).isCloseTo(System.currentTimeMillis(), Offset.offset(10_000L));
        PEERS.get("ann").publish("users/ann/calls/action", "{\"call_id\":\"" + call + "\",\"action\":\"answered\"}");
        assertThat(next(PEERS.get("ann"), "error").path("msg").asText()).isEqualTo("timestamp: is required");
        PEERS.get("caller").publish("devices/door/calls/request", "{\"request_id\":\"old\",\"timestamp\":" + old + "}");
        JsonNode error = next(PEERS.get("caller"), "error");
        assertThat(error.path("request_id").asText()).isEqualTo("old");
        assertThat(error.path("code").asInt()).isEqualTo(400);
        assertThat(error.at("/values/server_time").isNumber()).isTrue();
        PEERS.get("caller").publish("devices/door/calls/action", "not json");
        assertThat(next(PEERS.get("caller"), "error").path("msg").asText()).isEqualTo("the payload must be a JSON object");
        send("DELETE", "/api/v1/calls/" + call, admin, "");
    }

    /** Another node applies it, and dies before anybody hears of it. */
    @Test
    void whatACrashLeftUntoldIsToldByAnother() throws Exception {
        String call = callIn("initiated", "door");
        quiet();
        Duration any = Duration.ofMinutes(10);
        try (HikariDataSource database = database();
             SqlCalls dies = new SqlCalls(database, 1, new CallTimes(any, any, any, any, any), Clock.systemUTC())) {
            CallEvent answered = dies.apply(call, session -> CallSignal.ofCallee("bob", "bob", CallAction.ANSWERED, null, null)).event();

            assertThat(next(PEERS.get("caller"), "answered").path("timestamp").asLong()).isEqualTo(answered.at());
            assertThat(push("ann", "/push/call/control").path("reason").asText()).isEqualTo("answered_elsewhere");
            await().until(() -> dies.untold(9).isEmpty());
        }
        send("DELETE", "/api/v1/calls/" + call, admin, "");
    }

    private static HikariDataSource database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(gateway.jdbcUrl());
        config.setUsername("campanile");
        return new HikariDataSource(config);
    }

    private static String targets(String request) throws Exception {
        JsonNode begun = send("POST", "/api/v1/calls", admin, request);
        send("DELETE", "/api/v1/calls/" + begun.path("call_id").asText(), admin, "");
        return begun.path("target_resident_ids").toString();
    }

    /** What others were told before is not looked at. */
    private static void quiet() {
        PEERS.values().forEach(peer -> peer.received().clear());
        SOCKETS.values().forEach(socket -> socket.ask("/api/heartbeat", "{}"));
        SOCKETS.values().forEach(WebSocketPeer::forget);
    }

    private static JsonNode push(String who, String service) {
        JsonNode frame = SOCKETS.get(who).next();
        while (!frame.path("service").asText().equals(service)) {
            frame = SOCKETS.get(who).next();
        }
        return frame.path("values");
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
