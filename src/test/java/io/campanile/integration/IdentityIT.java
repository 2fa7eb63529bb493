package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.SharedNodes;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PROTOCOL 3 with two nodes: what is decided on one holds on the other, at once. */
class IdentityIT {

    @RegisterExtension
    static final SharedNodes NODES = new SharedNodes();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningGateway first;
    private static RunningGateway second;
    private static String admin;

    @BeforeAll
    static void start() {
        first = NODES.first();
        second = NODES.second();
        admin = first.token();
    }

    @Test
    void aTicketOfOneNodeIsGoodOnTheOtherAndOnceOnly() {
        String token = user("tina");
        String ticket = first.post("/api/v1/tickets", token, Map.of()).get("ticket").asText();

        try (WebSocketPeer peer = WebSocketPeer.connect(HTTP, withTicket(second, ticket), null)) {
            assertThat(peer.ask("/api/user/refresh", "{'token':'" + token + "'}").at("/values/user_id").asText()).isEqualTo("tina");
        }
        assertThat(WebSocketPeer.connect(HTTP, withTicket(first, ticket), null).closeCode()).isEqualTo(3000);
        assertThat(WebSocketPeer.connect(HTTP, withTicket(second, "nonsense"), null).closeCode()).isEqualTo(3000);
    }

    @Test
    void signingOutEndsTheTokenAndItsConnectionsEverywhere() {
        String token = user("otto");
        WebSocketPeer peer = WebSocketPeer.connect(HTTP, second.webSocket(), token);
        peer.ask("/api/heartbeat", "{}");

        assertThat(send("DELETE", "/api/v1/sessions/current", token, "")).isEqualTo(204);

        assertThat(peer.closeCode()).isEqualTo(3000);
        assertThat(second.get("/api/v1/users/otto", token).statusCode()).isEqualTo(401);
    }

    @Test
    void otherRolesEndEveryTokenAndConnectionEverywhere() {
        String old = user("rosa");
        WebSocketPeer peer = WebSocketPeer.connect(HTTP, second.webSocket(), old);
        peer.ask("/api/heartbeat", "{}");

        assertThat(send("PUT", "/api/v1/users/rosa/roles", admin, "{'roles':['operator']}")).isEqualTo(200);

        assertThat(peer.closeCode()).isEqualTo(3000);
        assertThat(second.get("/api/v1/users/rosa", old).statusCode()).isEqualTo(401);
        String next = signIn("rosa");
        assertThat(second.get("/api/v1/devices", next).statusCode()).isEqualTo(200);
        try (WebSocketPeer again = WebSocketPeer.connect(HTTP, second.webSocket(), next)) {
            assertThat(again.ask("/api/device/subscribe", "{'all':true}").at("/code").asInt()).isZero();
        }
    }

    @Test
    void subscriptionsFollowTheHouseholdEverywhere() {
        String token = user("hans");
        first.register(admin, "h1", "retail");
        first.register(admin, "h2", "retail");
        household("h1");
        try (WebSocketPeer peer = WebSocketPeer.connect(HTTP, second.webSocket(), token)) {
            assertThat(peer.ask("/api/device/subscribe", "{'all':true}").at("/values/count").asInt()).isEqualTo(1);
            assertThat(peer.next().at("/values/sn").asText()).isEqualTo("h1");

            household("h2");

            assertThat(peer.next().at("/values/sn").asText()).isEqualTo("h2");
            assertThat(peer.ask("/api/device/subscribe", "{'sns':['h1']}").at("/code").asInt()).isEqualTo(403);
        }
    }

    @Test
    void aDeviceTokenIsGoodOnceWhicheverNodeAndTransport() throws Exception {
        String secret = first.register(admin, "once", "retail");
        long now = System.currentTimeMillis();
        String token = DeviceToken.sign("once", now, secret).token();

        assertThat(deviceLogin(first, "once", now, token).at("/values/sn").asText()).isEqualTo("once");
        assertThat(deviceLogin(second, "once", now, token).at("/code").asInt()).isEqualTo(401);
        assertThat(mqttLogin("once", now + "." + token)).isFalse();
    }

    @Test
    void afterRotationTheOldSecretIsWorthNothingOnAnyTransport() throws Exception {
        String old = first.register(admin, "turn", "retail");
        assertThat(mqttLogin("turn", old)).isTrue();
        long now = System.currentTimeMillis();
        WebSocketPeer open = WebSocketPeer.connect(HTTP, second.webSocket(), null);
        open.ask("/api/device/login", "{'sn':'turn','timestamp':" + (now - 1) + ",'token':'" + DeviceToken.sign("turn", now - 1, old).token() + "'}");

        String fresh = rotate("turn");

        assertThat(open.closeCode()).isEqualTo(3000);

        assertThat(mqttLogin("turn", old)).isFalse();
        assertThat(deviceLogin(second, "turn", now, DeviceToken.sign("turn", now, old).token()).at("/code").asInt()).isEqualTo(401);
        assertThat(mqttLogin("turn", fresh)).isTrue();
        assertThat(deviceLogin(second, "turn", now, DeviceToken.sign("turn", now, fresh).token()).at("/code").asInt()).isZero();
    }

    @Test
    void rotationEndsTheConnectionOverMqttToo() throws Exception {
        try (MqttPeer device = MqttPeer.connect(first.mqtt(), "spin", "spin", first.register(admin, "spin", "retail"))) {
            rotate("spin");
            assertThat(device.awaitDisconnect()).isEqualTo(0x87);
        }
    }

    private static String rotate(String sn) {
        return first.post("/api/v1/devices/" + sn + "/secret", admin, Map.of()).get("secret").asText();
    }

    private static JsonNode deviceLogin(RunningGateway node, String sn, long timestamp, String token) {
        try (WebSocketPeer peer = WebSocketPeer.connect(HTTP, node.webSocket(), null)) {
            return peer.ask("/api/device/login", "{'sn':'" + sn + "','timestamp':" + timestamp + ",'token':'" + token + "'}");
        }
    }

    private static boolean mqttLogin(String sn, String password) throws Exception {
        try (MqttPeer peer = MqttPeer.connect(first.mqtt(), sn, sn, password)) {
            return peer.isConnected();
        } catch (MqttException e) {
            assertThat(e.getReasonCode()).isEqualTo(0x86);
            return false;
        }
    }

    private static void household(String sn) {
        assertThat(send("PUT", "/api/v1/households/1", admin, "{'residents':[{'user_id':'hans'}],'devices':['" + sn + "']}")).isEqualTo(200);
    }

    /** Registers and signs in. */
    private static String user(String name) {
        assertThat(first.post("/api/v1/users", null, Map.of("username", name, "password", RunningGateway.PASSWORD)).get("user_id").asText())
                .isEqualTo(name);
        return signIn(name);
    }

    private static String signIn(String name) {
        return first.post("/api/v1/sessions", null, Map.of("username", name, "password", RunningGateway.PASSWORD)).get("token").asText();
    }

    private static URI withTicket(RunningGateway node, String ticket) {
        return URI.create(node.webSocket() + "?ticket=" + ticket);
    }

    private static int send(String method, String path, String token, String body) {
        try {
            return HTTP.send(HttpRequest.newBuilder(first.http(path)).header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body.replace('\'', '"'))).build(), BodyHandlers.ofString()).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }
}
