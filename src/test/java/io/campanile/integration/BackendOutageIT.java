package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.RunningParts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every backend goes away for 20 s and comes back, one after the other, while a device reports and somebody watches; each
 * time the device says something besides that nobody can take. The flows come back by themselves, in order; only the poison
 * is a dead letter, and it completes once it is repaired.
 */
@Tag("faults")
class BackendOutageIT {

    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final Duration NOTICED = Duration.ofSeconds(10);
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final Duration PROMPT = Duration.ofSeconds(5);
    /** An attempt may hang until the broker gives it up after 10 s, and the next come 16 s later (CAPABILITIES 0.12). */
    private static final Duration RECONNECTED = Duration.ofSeconds(45);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void nothingConfirmedIsLostOnlyPoisonIsADeadLetterAndTheNodeRecoversByItself() throws Exception {
        try (RunningParts parts = RunningParts.start(directory.resolve("parts"), Map.of("sn1", "secret"));
             RunningGateway gateway = RunningGateway.node(directory.resolve("node"), "node-1", parts.settings())) {
            String token = gateway.token();
            gateway.register(token, "sn1", "retail");
            // This broker lets devices in whether anybody subscribes or not
            await().atMost(BACK).until(() -> gateway.output().contains("Subscribed to devices/+/report"));
            try (OpenWatcher watcher = new OpenWatcher(gateway, token)) {
                SteadyDevice device = new SteadyDevice(gateway.mqtt(), "sn1", "secret");
                try (device) {
                    await().until(() -> device.confirmed().size() > 5);

                    outage(parts, gateway, device, "Redis", "Redis", () ->
                            assertUnavailable(gateway, "DELETE", "/api/v1/sessions/current", gateway.token(), ""));
                    outage(parts, gateway, device, "H2", "database", () -> {
                        assertUnavailable(gateway, "GET", "/api/v1/devices", token, "");
                        assertUnavailable(gateway, "POST", "/api/v1/sessions", null, "{\"username\":\"admin\",\"password\":\"x\"}");
                    });
                    outage(parts, gateway, device, "Kafka", "Kafka", () ->
                            assertThat(gateway.get("/api/v1/devices", token).statusCode()).isEqualTo(200));
                    outage(parts, gateway, device, "ZooKeeper", "ZooKeeper", () ->
                            assertThat(gateway.get("/api/v1/devices", token).statusCode()).isEqualTo(200));
                    outage(parts, gateway, device, "MQTT broker", "MQTT broker", () ->
                            assertThat(gateway.get("/api/v1/devices", token).statusCode()).isEqualTo(200));

                    int before = device.confirmed().size();
                    await().atMost(BACK).until(() -> device.confirmed().size() > before + 5);
                }
                long last = 1000L + device.confirmed().size() - 1;
                await().atMost(RECONNECTED).untilAsserted(() -> assertThat(history(gateway, token)).containsExactlyInAnyOrderElementsOf(device.confirmed()));
                await().atMost(BACK).until(() -> watcher.saw(last));
                assertThat(watcher.closedWith()).as("the connection of before").isNull();
            }
            assertThat(management(gateway, "/observe/metrics").body()).contains("backend_up{backend=\"Redis\"} 1.0",
                    "device_reports_total{result=\"accepted\"}", "dropped_total{reason=\"backend_away\"}", "process_files_open_files");
            poisonCompletesOnceItIsRepaired(gateway, token, parts.settings().get("kafka.bootstrap-servers"));
        }
    }

    private void poisonCompletesOnceItIsRepaired(RunningGateway gateway, String token, String kafka) throws Exception {
        await().atMost(BACK).until(() -> gateway.read("/api/v1/dead-letters", token).path("dead_letters").size() == 5);
        JsonNode letters = gateway.read("/api/v1/dead-letters", token).path("dead_letters");
        assertThat(letters).allSatisfy(letter -> assertThat(letter.path("cause").asText()).isEqualTo("ts: string found, integer expected"));
        try (KafkaTopic topic = new KafkaTopic(kafka, "dead.letters")) {
            assertThat(topic.records()).as("nothing else").hasSize(5);
        }
        int before = history(gateway, token).size();
        String replay = "/api/v1/dead-letters/" + letters.get(0).path("id").asText() + "/replay";
        Map<String, String> repaired = Map.of("body", letters.get(0).path("body").asText().replace("\"late\"", "9000000"));

        JsonNode first = gateway.post(replay, token, repaired);
        await().atMost(BACK).until(() -> gateway.read("/api/v1/devices/sn1", token).at("/state/ts").asLong() == 9_000_000);
        JsonNode again = gateway.post(replay, token, repaired);
        assertThat(again).isEqualTo(first);
        assertThat(again.path("replayed_at").asLong()).isPositive();
        assertThat(history(gateway, token)).hasSize(before + 1);
        assertThat(gateway.read("/api/v1/dead-letters?replayed=false", token).path("dead_letters")).hasSize(4);
    }

    private interface Meanwhile {
        void look() throws Exception;
    }

    private void outage(RunningParts parts, RunningGateway gateway, SteadyDevice device, String part, String component, Meanwhile meanwhile)
            throws Exception {
        parts.stop(part);
        Instant stopped = Instant.now();
        device.say("{\"report_id\":\"poison while " + part + " is away\",\"ts\":\"late\"}");
        await().atMost(NOTICED).until(() -> gateway.get("/health", null).statusCode() == 503);
        HttpResponse<String> ready = management(gateway, "/observe/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"name\":\"" + component + "\"", component + " is unavailable since", ": start it");
        assertThat(management(gateway, "/observe/health/live").statusCode()).isEqualTo(200);
        meanwhile.look();
        await().atMost(AWAY.plus(BACK)).until(() -> Instant.now().isAfter(stopped.plus(AWAY)));
        parts.restart(part);
        await().atMost(BACK).until(() -> gateway.get("/health", null).statusCode() == 200);
    }

    private void assertUnavailable(RunningGateway gateway, String method, String path, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.http(path)).timeout(PROMPT)
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private HttpResponse<String> management(RunningGateway gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.setting("management.port") + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static List<String> history(RunningGateway gateway, String token) {
        List<String> ids = new ArrayList<>();
        JsonNode page = gateway.read("/api/v1/devices/sn1/reports?limit=200", token);
        while (true) {
            page.path("reports").forEach(report -> {
                ids.add(report.path("report_id").asText());
                assertThat(report.path("applied").asBoolean()).as("in order: " + report).isTrue();
            });
            if (!page.path("has_more").asBoolean()) {
                return ids;
            }
            page = gateway.read("/api/v1/devices/sn1/reports?limit=200&before=" + ids.get(ids.size() - 1), token);
        }
    }
}
