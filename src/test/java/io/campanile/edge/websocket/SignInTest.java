package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.UpgradeRejectedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 3 and 5: who may connect, and why a connection ends. */
class SignInTest {

    private static final String SUBSCRIBE = "{'service':'/api/device/subscribe','request_id':1,'values':{'all':true}}";

    private WebSocketGateway gateway = new WebSocketGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void takesATokenFromTheHeader() {
        assertThat(gateway.connectAs("operator-1").ask(SUBSCRIBE).at("/code").asInt()).isZero();
    }

    @Test
    void takesATokenFromTheSubprotocolAndAnswersWithTheOther() {
        TestClient client = gateway.connectOffering(List.of("campanile.v1", "bearer." + gateway.token("service")));

        assertThat(client.socket.subProtocol()).isEqualTo("campanile.v1");
        assertThat(client.ask(SUBSCRIBE).at("/code").asInt()).isZero();
    }

    @Test
    void tellsABadTokenAfterTheHandshake() {
        assertThat(gateway.connect("", Map.of("Authorization", "Bearer nonsense")).closeCode()).isEqualTo(3000);
    }

    @Test
    void logsInByNameOrToken() {
        TestClient client = gateway.connect();
        JsonNode byName = client.ask("{'service':'/api/user/login','request_id':1,'values':{'username':'operator-1','password':'correct horse'}}");

        assertThat(byName.at("/values/user_id").asText()).isEqualTo("operator-1");
        assertThat(byName.at("/values/roles/0").asText()).isEqualTo("operator");
        assertThat(byName.at("/values/expires_at").asLong()).isGreaterThan(System.currentTimeMillis());
        String token = byName.at("/values/token").asText();
        JsonNode byToken = gateway.connect().ask("{'service':'/api/user/login','request_id':1,'values':{'token':'" + token + "'}}");
        assertThat(byToken.at("/values/user_id").asText()).isEqualTo("operator-1");
    }

    @Test
    void keepsTheConnectionAfterAWrongPassword() {
        TestClient client = gateway.connect();

        assertThat(client.ask("{'service':'/api/user/login','request_id':1,'values':{'username':'user-1','password':'x'}}")
                .at("/code").asInt()).isEqualTo(401);
        client.assertSilent();
    }

    @Test
    void letsOnlyAdminsLogInAsAdmin() {
        String login = "{'service':'/admin/auth/login','request_id':1,'values':{'username':'%s','password':'correct horse'}}";

        assertThat(gateway.connect().ask(login.formatted("admin")).at("/code").asInt()).isZero();
        TestClient user = gateway.connect();
        assertThat(user.ask(login.formatted("user-1")).at("/code").asInt()).isEqualTo(403);
        assertThat(user.ask(SUBSCRIBE).at("/code").asInt()).as("still nobody").isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator-1", "service-1", "admin"})
    void letsThoseWatchDevices(String who) {
        assertThat(gateway.connectAs(who).ask(SUBSCRIBE).at("/code").asInt()).isZero();
    }

    @Test
    void closesWithoutALoginInTime() {
        restart("websocket.login-timeout", "100ms");
        assertThat(gateway.connect().closeCode()).isEqualTo(1008);
    }

    @Test
    void closesWhenTheTokenExpiresAndStaysWhenItIsRefreshed() {
        gateway.tokenLifetime = 700;
        TestClient leaves = gateway.connectAs("operator-1");
        TestClient stays = gateway.connectAs("operator-2");
        String token = gateway.token("operator-2");
        gateway.tokenLifetime = 60_000;

        assertThat(stays.ask("{'service':'/api/user/refresh','request_id':1,'values':{'token':'" + token + "'}}").at("/code").asInt()).isZero();

        assertThat(leaves.closeCode()).isEqualTo(3000);
        stays.assertSilent();
    }

    @Test
    void logsOutWithAnAnswerAndClosesTheTokensOtherConnections() {
        String token = gateway.token("operator-1");
        TestClient one = gateway.connect("?client_id=one", Map.of("Authorization", "Bearer " + token));
        TestClient two = gateway.connect("?client_id=two", Map.of("Authorization", "Bearer " + token));

        assertThat(one.ask("{'service':'/api/user/logout','request_id':1}").at("/code").asInt()).isZero();

        assertThat(one.closeCode()).isEqualTo(1000);
        assertThat(two.closeCode()).isEqualTo(3000);
    }

    @Test
    void closesWhenTheTokenIsRevokedWhileItIsIssued() {
        TestClient client = gateway.connect();
        gateway.afterSigningIn = gateway::revoke;

        client.send("{'service':'/api/user/login','request_id':1,'values':{'username':'operator-1','password':'correct horse'}}");

        assertThat(client.closeCode()).isEqualTo(3000);
    }

    @Test
    void handsAnInstallationToItsNewestConnection() {
        Map<String, String> token = Map.of("Authorization", "Bearer " + gateway.token("operator-1"));
        TestClient old = gateway.connect("?client_id=phone&attr.app=demo", token);
        TestClient other = gateway.connect("?client_id=tablet", token);
        TestClient newest = gateway.connect("?client_id=phone", token);

        assertThat(old.closeCode()).isEqualTo(4001);
        other.assertSilent();
        newest.assertSilent();
        await().until(() -> gateway.hub.ofUser("operator-1").size() == 2);
        assertThat(gateway.hub.ofInstallation("operator-1", "phone")).hasValueSatisfying(c -> assertThat(c.isClosing()).isFalse());
    }

    @Test
    void countsAlsoThoseWhoNeverLogIn() {
        restart("http.max-connections", "2");
        TestClient first = gateway.connect();
        gateway.connect();

        assertThatThrownBy(() -> gateway.connect()).cause().isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> {
            assertThat(refused.getStatus()).isEqualTo(429);
            assertThat(refused.getHeaders().get("Retry-After")).isNotNull();
        });
        first.socket.close();
        await().ignoreExceptions().until(() -> gateway.connect() != null);
    }

    @Test
    void forgetsWhoHasGone() {
        TestClient client = gateway.connectAs("operator-1");
        await().until(() -> gateway.hub.ofUser("operator-1").size() == 1);
        client.socket.close();

        await().until(() -> gateway.hub.all().isEmpty() && gateway.hub.ofUser("operator-1").isEmpty());
    }

    @Test
    void refusesAnIllFormedClientId() {
        assertThatThrownBy(() -> gateway.connect("?client_id=a%20b", Map.of())).hasCauseInstanceOf(UpgradeRejectedException.class)
                .hasMessageContaining("400");
    }

    @Test
    void refusesMoreConnectionsThanTheLimit() {
        restart("http.max-connections-per-address", "1");
        TestClient first = gateway.connect();
        assertThatThrownBy(() -> gateway.connect()).hasMessageContaining("429");

        first.socket.close();
        await().ignoreExceptions().until(() -> gateway.connect() != null);
    }

    @Test
    void tellsARefusedOriginAfterTheHandshake() {
        assertThat(gateway.connect("", Map.of("Origin", "https://elsewhere.example")).closeCode()).isEqualTo(3003);
        gateway.connect("", Map.of("Origin", "http://127.0.0.1:" + gateway.server.port())).assertSilent();
    }

    @Test
    void pingsASilentClientAndClosesOneThatDoesNotAnswer() throws Exception {
        restart("websocket.ping-after", "200ms", "websocket.idle-timeout", "600ms");
        TestClient answers = gateway.connect();
        try (java.net.Socket deaf = new java.net.Socket("127.0.0.1", gateway.server.port())) {
            deaf.setSoTimeout(4_000);
            deaf.getOutputStream().write(("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes());
            java.io.InputStream in = deaf.getInputStream();
            java.util.List<Integer> bytes = new java.util.ArrayList<>();
            // 0x88 begins the close frame; its code follows the length
            for (int b = in.read(); b != 0x88; b = in.read()) {
                bytes.add(b);
            }
            in.read();
            assertThat(in.read() << 8 | in.read()).isEqualTo(3008);
            assertThat(bytes).as("a ping came first").contains(0x89);
        }
        answers.assertSilent();
    }

    @Test
    void takesNothingFromTheQueryForAHeaderOfCamel() {
        TestClient other = gateway.connect();
        TestClient client = gateway.connect("?CamelVertxWebsocket.sendToAll=true&CamelVertxWebsocket.connectionKey=x", Map.of());

        client.assertSilent();
        other.assertSilent();
    }

    private void restart(String... settings) {
        gateway.close();
        gateway = new WebSocketGateway(settings);
    }
}
