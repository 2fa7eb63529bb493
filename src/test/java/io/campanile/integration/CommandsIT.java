package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.SharedNodes;
import io.campanile.fixture.WebSocketPeer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands from whoever gives them to devices on both transports and back (PROTOCOL 4, 5 and 9), through a running gateway. */
class CommandsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    static final SharedNodes NODES = new SharedNodes();
    private static RunningGateway gateway;
    private static String admin;

    @BeforeAll
    static void start() {
        gateway = NODES.first();
        admin = gateway.token();
    }

    @Test
    void aDeviceThatIsThereGetsACommandAtOnceAndItsReplyIsTold() throws Exception {
        String secret = gateway.register(admin, "mqtt-1", "retail");
        WebSocketPeer commander = WebSocketPeer.connect(HTTP, gateway.webSocket(), admin);
        try (MqttPeer device = device("mqtt-1", secret)) {
            await().until(() -> gateway.read("/api/v1/devices/mqtt-1", admin).path("online").asBoolean());

            String id = commander.ask("/api/device/command", "{'sn':'mqtt-1','service':'light','values':{'on':true},'expires_in':60000}")
                    .at("/values/command_id").asText();
            JsonNode command = JSON.readTree(device.next().text());
            assertThat(command.path("command_id").asText()).isEqualTo(id);
            assertThat(command.path("service").asText()).isEqualTo("light");
            assertThat(command.at("/values/on").asBoolean()).isTrue();
            assertThat(command.path("expires_at").asLong() - command.path("ts").asLong()).isEqualTo(60_000);
            awaitState("mqtt-1", id, "sent");

            reply(device, "mqtt-1", id, 0);
            JsonNode told = commander.next();
            assertThat(told.path("service").asText()).isEqualTo("/push/device/reply");
            assertThat(told.at("/values/command_id").asText()).isEqualTo(id);
            assertThat(told.at("/values/values/done").asBoolean()).isTrue();
            JsonNode replied = awaitState("mqtt-1", id, "replied");
            assertThat(replied.at("/reply/code").asInt()).isZero();
            JsonNode shown = gateway.read("/api/v1/devices/mqtt-1", admin);
            assertThat(shown.at("/desired/light/on").asBoolean()).isTrue();
            assertThat(shown.path("desired_version").asInt()).isEqualTo(1);
            assertThat(shown.path("reported_version").asInt()).isEqualTo(1);
        }
        commander.close();
    }

    @Test
    void aDeviceThatComesGetsWhatWaitsInTheOrderGivenAndNothingThatIsOver() throws Exception {
        String secret = gateway.register(admin, "mqtt-2", "retail");
        List<String> waiting = new ArrayList<>();
        String brief = give("mqtt-2", Map.of("service", "s", "values", Map.of(), "expires_in", 1));
        for (int i = 0; i < 5; i++) {
            waiting.add(give("mqtt-2", Map.of("service", "s" + i, "values", Map.of("n", i))));
        }
        String newer = give("mqtt-2", Map.of("service", "s1", "values", Map.of(), "supersedes", true));
        String superseded = waiting.remove(1);
        waiting.add(newer);
        awaitState("mqtt-2", superseded, "superseded");
        awaitState("mqtt-2", brief, "expired");

        try (MqttPeer device = device("mqtt-2", secret)) {
            for (String id : waiting) {
                JsonNode command = JSON.readTree(device.next().text());
                assertThat(command.path("command_id").asText()).isEqualTo(id);
                reply(device, "mqtt-2", id, 0);
            }
            for (String id : waiting) {
                awaitState("mqtt-2", id, "replied");
            }
            assertThat(device.received()).isEmpty();
            reply(device, "mqtt-2", brief, 0);
            await().until(() -> gateway.read("/api/v1/devices/mqtt-2/commands/" + brief, admin).has("reply"));
            awaitState("mqtt-2", brief, "expired");
        }
    }

    @Test
    void aDeviceOnWebSocketReportsIsCommandedRepliesAndIsOnlineWhileItIsThere() throws Exception {
        String secret = gateway.register(admin, "ws-1", "retail");
        String waiting = give("ws-1", Map.of("service", "first", "values", Map.of()));
        WebSocketPeer watcher = WebSocketPeer.connect(HTTP, gateway.webSocket(), admin);
        watcher.ask("/api/device/subscribe", "{'sns':['ws-1']}");
        WebSocketPeer device = WebSocketPeer.connect(HTTP, gateway.webSocket(), null);
        long now = System.currentTimeMillis();
        device.ask("/api/device/login", "{'sn':'ws-1','timestamp':" + now + ",'token':'" + DeviceToken.sign("ws-1", now, secret).token() + "'}");

        JsonNode command = device.next();
        assertThat(command.path("service").asText()).isEqualTo("/push/device/command");
        assertThat(command.at("/values/command_id").asText()).isEqualTo(waiting);
        awaitState("ws-1", waiting, "sent");
        assertThat(device.ask("/api/device/reply", "{'command_id':'" + waiting + "','code':0,'msg':'','values':{'done':true}}").path("code").asInt()).isZero();
        awaitState("ws-1", waiting, "replied");
        assertThat(device.ask("/api/device/reply", "{'command_id':'none','code':0}").path("code").asInt()).isEqualTo(404);

        assertThat(device.ask("/api/device/report", "{'report_id':'r-1','ts':" + now + ",'electricity':{'code':0,'msg':'','level':42}}").path("code").asInt()).isZero();
        JsonNode refused = device.ask("/api/device/report", "{'report_id':'r-2','ts':'soon'}");
        assertThat(refused.path("code").asInt()).isEqualTo(400);
        assertThat(refused.path("msg").asText()).contains("ts");
        await().until(() -> gateway.read("/api/v1/devices/ws-1", admin).at("/state/electricity/level").asInt() == 42);
        assertThat(gateway.read("/api/v1/devices/ws-1", admin).path("online").asBoolean()).isTrue();

        device.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> !gateway.read("/api/v1/devices/ws-1", admin).path("online").asBoolean());
        watcher.close();
    }

    @Test
    void whatIsWrongIsToldToWhoGaveIt() {
        gateway.register(admin, "idle", "retail");
        assertThat(gateway.post("/api/v1/devices/nobody/commands", admin, Map.of("service", "s", "values", Map.of())).path("code").asInt()).isEqualTo(404);
        assertThat(gateway.post("/api/v1/devices/idle/commands", admin, Map.of("values", Map.of())).path("msg").asText()).startsWith("service: ");
        assertThat(gateway.post("/api/v1/devices/idle/commands", admin, Map.of("service", "s")).path("msg").asText()).startsWith("values: ");
        assertThat(gateway.post("/api/v1/devices/idle/commands", admin, Map.of("service", "s", "values", Map.of(), "expires_in", 0)).path("msg").asText())
                .startsWith("expires_in: ");
        String once = give("idle", Map.of("service", "s", "values", Map.of(), "request_id", "q"));
        assertThat(give("idle", Map.of("service", "s", "values", Map.of(), "request_id", "q"))).isEqualTo(once);
        String next = give("idle", Map.of("service", "t", "values", Map.of()));
        await().untilAsserted(() -> assertThat(gateway.read("/api/v1/devices/idle/commands?state=pending", admin).path("commands"))
                .extracting(command -> command.path("command_id").asText()).containsExactly(next, once));
        assertThat(gateway.read("/api/v1/devices/idle/commands?after=" + once, admin).path("commands")).hasSize(1);
    }

    @Test
    void whatBackEndsTellReachesTheDeviceItsWatchersAndEverybody() throws Exception {
        String secret = gateway.register(admin, "told", "retail");
        WebSocketPeer watcher = WebSocketPeer.connect(HTTP, gateway.webSocket(), admin);
        watcher.ask("/api/device/subscribe", "{'sns':['told']}");
        assertThat(watcher.next().path("service").asText()).isEqualTo("/push/device/state");
        assertThat(gateway.post("/api/v1/devices/told/status", admin, Map.of("battery", 80)).path("sn").asText()).isEqualTo("told");
        JsonNode pushed = watcher.next();
        assertThat(pushed.path("service").asText()).isEqualTo("/push/device/status");
        assertThat(pushed.at("/values/status/battery").asInt()).isEqualTo(80);

        try (MqttPeer device = MqttPeer.connect(gateway.mqtt(), "told", "told", secret)) {
            device.subscribe("devices/told/status");
            JsonNode status = JSON.readTree(device.next().text());
            assertThat(status.path("battery").asInt()).isEqualTo(80);
            assertThat(status.path("online").asBoolean()).isFalse();
            device.subscribe("system/news");

            Map<String, ?> news = Map.of("type", "news", "level", "warning", "message", "water", "data", List.of(1), "request_id", "n1");
            long timestamp = gateway.post("/api/v1/system-messages", admin, news).path("timestamp").asLong();
            gateway.post("/api/v1/system-messages", admin, news);
            gateway.post("/api/v1/system-messages", admin, Map.of("type", "news", "level", "info", "message", "over"));

            MqttPeer.Received message = device.next();
            assertThat(message.topic()).isEqualTo("system/news");
            assertThat(message.retained()).isFalse();
            assertThat(JSON.readTree(message.text())).isEqualTo(JSON.readTree("{\"type\":\"news\",\"level\":\"warning\",\"message\":\"water\","
                    + "\"data\":[1],\"timestamp\":" + timestamp + "}"));
            assertThat(JSON.readTree(device.next().text()).path("message").asText()).isEqualTo("over");
        }
        List<String> told = new ArrayList<>();
        while (told.size() < 2) {
            JsonNode frame = watcher.next();
            if (frame.path("service").asText().equals("/push/system")) {
                told.add(frame.at("/values/message").asText());
            }
        }
        assertThat(told).containsExactly("water", "over");
        assertThat(gateway.post("/api/v1/system-messages", admin, Map.of("type", "time", "level", "info", "message", "m")).path("code").asInt()).isEqualTo(400);
        assertThat(gateway.post("/api/v1/devices/nobody/status", admin, Map.of("a", 1)).path("code").asInt()).isEqualTo(404);
        watcher.close();
    }

    private static MqttPeer device(String sn, String secret) throws Exception {
        MqttPeer device = MqttPeer.connect(gateway.mqtt(), sn, sn, secret);
        device.subscribe("devices/" + sn + "/commands");
        return device;
    }

    private static void reply(MqttPeer device, String sn, String commandId, int code) throws Exception {
        device.publish("devices/" + sn + "/commands/reply",
                "{\"command_id\":\"" + commandId + "\",\"code\":" + code + ",\"msg\":\"\",\"values\":{\"done\":true}}");
    }

    private static String give(String sn, Map<String, ?> command) {
        JsonNode answer = gateway.post("/api/v1/devices/" + sn + "/commands", admin, command);
        assertThat(answer.has("command_id")).as(answer.toString()).isTrue();
        return answer.path("command_id").asText();
    }

    private static JsonNode awaitState(String sn, String commandId, String state) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> gateway.read("/api/v1/devices/" + sn + "/commands/" + commandId, admin),
                command -> command.path("state").asText().equals(state));
    }
}
