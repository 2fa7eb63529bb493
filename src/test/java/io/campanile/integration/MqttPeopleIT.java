package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.Certificate;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and devices on the MQTT port of a whole gateway, which speaks TLS (PROTOCOL 2, 3, 4 and 11). */
class MqttPeopleIT {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final Certificate CERTIFICATE = Certificate.of("gateway");

    @TempDir
    static Path directory;
    private static RunningGateway gateway;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.first(directory, Map.of(
                "mqtt.tls.certificate", Files.writeString(directory.resolve("tls.crt"), CERTIFICATE.pem()).toString(),
                "mqtt.tls.key", Files.writeString(directory.resolve("tls.key"), CERTIFICATE.keyPem()).toString()));
        url = "ssl://127.0.0.1:" + gateway.setting("mqtt.port");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aUserAsksIsAnsweredIsListedAndLeavesWithTheToken() throws Exception {
        String token = gateway.token();
        try (MqttPeer admin = connect("admin.phone", "admin", token)) {
            admin.subscribe("users/admin/phone/replies");
            admin.publish("users/admin/phone/messages/send", "{\"request_id\":1,\"to\":\"bob\",\"type\":\"text\",\"content\":\"hi\"}");
            JsonNode reply = new ObjectMapper().readTree(admin.next().text());
            assertThat(reply.get("request_id").asInt()).isEqualTo(1);
            assertThat(reply.get("code").asInt()).as("nobody is called so").isEqualTo(404);

            await().untilAsserted(() -> {
                JsonNode entry = gateway.read("/api/v1/connections?user=admin", gateway.token()).get("connections").get(0);
                assertThat(entry.get("transport").asText()).isEqualTo("mqtt");
                assertThat(entry.get("client_id").asText()).isEqualTo("phone");
            });
            signOut(token);
            assertThat(admin.awaitDisconnect()).isEqualTo(NOT_AUTHORIZED);
        }
        assertThatThrownBy(() -> connect("admin.phone", "admin", token)).isInstanceOfSatisfying(MqttException.class,
                e -> assertThat(e.getReasonCode()).isEqualTo(0x86));
    }

    @Test
    void aDevicesReportArrivesOverTheGatewaysOwnVerifiedConnection() throws Exception {
        String token = gateway.token();
        String secret = gateway.register(token, "dog1", "dance_dog");
        try (MqttPeer dog = connect("dog1", "dog1", secret)) {
            dog.publish("devices/dog1/report", "{\"report_id\":\"r1\",\"ts\":1,\"status\":3}");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(gateway.read("/api/v1/devices/dog1", token).path("state").path("status").asInt()).isEqualTo(3));
        }
    }

    private static MqttPeer connect(String clientId, String username, String password) throws MqttException {
        return MqttPeer.connect(url, clientId, username, password,
                options -> options.setSocketFactory(CERTIFICATE.trustingClient().getSocketFactory()));
    }

    private static void signOut(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.http("/api/v1/sessions/current"))
                .header("Authorization", "Bearer " + token).DELETE().build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }
}
