package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.device.DeviceEnrolment;
import io.campanile.domain.device.DeviceToken;
import io.campanile.domain.device.DeviceTypes;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 3: a device logs in over WebSocket by a token that is good once, within its window. */
class DeviceLoginTest {

    private final WebSocketGateway gateway = new WebSocketGateway();
    private final long now = System.currentTimeMillis();

    @BeforeEach
    void aDevice() {
        gateway.secrets.put("d1", "s3cret");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void isWhoItShowsToBeAndMayDoADevicesPart() {
        TestClient device = gateway.connect();

        assertThat(login(device, "d1", now, token("s3cret", now)).get("values").toString()).isEqualTo("{\"sn\":\"d1\"}");
        assertThat(device.ask("{'service':'/api/device/subscribe','request_id':1,'values':{'all':true}}").at("/code").asInt()).isEqualTo(403);
        assertThat(gateway.hub.all()).anySatisfy(connection -> assertThat(connection.principal().isDevice()).isTrue());
    }

    @Test
    void logsOut() {
        TestClient device = gateway.connect();
        login(device, "d1", now, token("s3cret", now));

        assertThat(device.ask("{'service':'/api/user/logout','request_id':1}").at("/code").asInt()).isZero();
        assertThat(device.closeCode()).isEqualTo(1000);
    }

    @Test
    void aTokenIsGoodOnce() {
        login(gateway.connect(), "d1", now, token("s3cret", now));

        assertRefused(login(gateway.connect(), "d1", now, token("s3cret", now)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-310_000, 310_000})
    void aTokenIsGoodForItsWindow(long away) {
        assertRefused(login(gateway.connect(), "d1", now + away, token("s3cret", now + away)));
    }

    @Test
    void everythingElseIsRefusedAlikeAndTheConnectionStays() {
        TestClient client = gateway.connect();

        assertRefused(login(client, "d1", now, token("wrong", now)));
        assertRefused(login(client, "d1", now + 1, token("s3cret", now)));
        assertRefused(login(client, "nobody", now, token("s3cret", now)));
        assertRefused(login(client, "d1", now, "s3cret"));
        assertThat(login(client, "d1", now, token("s3cret", now)).at("/code").asInt()).isZero();
    }

    @Test
    void whenItsSecretIsReplacedItsConnectionEndsAndTheOldOneIsWorthNothing() {
        TestClient device = gateway.connect();
        login(device, "d1", now, token("s3cret", now));

        String secret = new DeviceEnrolment(gateway, new DeviceTypes(new Properties()), before -> gateway.end(before.secretId())).rotateSecret("d1");

        assertThat(device.closeCode()).isEqualTo(3000);
        assertRefused(login(gateway.connect(), "d1", now + 1, token("s3cret", now + 1)));
        assertThat(login(gateway.connect(), "d1", now + 1, token(secret, now + 1)).at("/code").asInt()).isZero();
    }

    /** Its secret was read before it was replaced; nobody looked for its connection after. */
    @Test
    void oneThatIsStillLoggingInThenIsNotForgotten() {
        gateway.revoked.add(gateway.credentials("d1").orElseThrow().secretId());
        TestClient device = gateway.connect();

        device.send(request("d1", now, token("s3cret", now)));

        assertThat(device.closeCode()).isEqualTo(3000);
    }

    @Test
    void aUserOfTheSameNameStaysTheUser() {
        gateway.secrets.put("user-1", "s3cret");
        TestClient user = gateway.connectAs("user-1");

        assertThat(login(user, "user-1", now, DeviceToken.sign("user-1", now, "s3cret").token()).at("/code").asInt()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{'timestamp':1,'token':'x'}              | sn: ",
        "{'sn':'no sn','timestamp':1,'token':'x'} | sn: ",
        "{'sn':'d1','token':'x'}                  | timestamp: ",
        "{'sn':'d1','timestamp':'1','token':'x'}  | timestamp: ",
        "{'sn':'d1','timestamp':-1,'token':'x'}   | timestamp: ",
        "{'sn':'d1','timestamp':1.5,'token':'x'}  | timestamp: ",
        "{'sn':'d1','timestamp':1}                | token: "})
    void whatIsIllTypedIsNamed(String values, String text) {
        JsonNode answer = gateway.connect().ask("{'service':'/api/device/login','request_id':1,'values':" + values + "}");

        assertThat(answer.at("/code").asInt()).isEqualTo(400);
        assertThat(answer.at("/msg").asText()).startsWith(text.trim());
    }

    private static String token(String secret, long timestamp) {
        return DeviceToken.sign("d1", timestamp, secret).token();
    }

    private static JsonNode login(TestClient client, String sn, long timestamp, String token) {
        return client.ask(request(sn, timestamp, token));
    }

    private static String request(String sn, long timestamp, String token) {
        return "{'service':'/api/device/login','request_id':1,'values':{'sn':'" + sn + "','timestamp':" + timestamp
                + ",'token':'" + token + "'}}";
    }

    private static void assertRefused(JsonNode answer) {
        assertThat(answer.at("/code").asInt()).isEqualTo(401);
        assertThat(answer.at("/msg").asText()).isEqualTo("wrong sn, timestamp or token");
    }
}
