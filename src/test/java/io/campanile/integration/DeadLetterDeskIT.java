package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.RunningParts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with dead letters, over REST (PROTOCOL 11). */
@Tag("faults")
class DeadLetterDeskIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String MBEAN = "org.apache.camel:context=campanile,type=services,name=ManagedDeadLetters";
    private static final String INVALID = "{\"report_id\":\"r-1\",\"ts\":\"late\"}";
    private static final String REPAIRED = "{\"body\":\"{\\\"report_id\\\":\\\"r-1\\\",\\\"ts\\\":1000}\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir
    Path directory;
    private RunningGateway gateway;
    private String token;

    @Test
    void whatFailedIsSeenRepairedSentAgainOrDiscarded() throws Exception {
        try (RunningGateway running = RunningGateway.first(directory, Map.of())) {
            gateway = running;
            token = gateway.token();
            String secret = gateway.register(token, "sn1", "retail");
            try (OpenWatcher watcher = new OpenWatcher(gateway, token);
                    MqttPeer device = MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", secret)) {
                device.publish("devices/sn1/report", INVALID);
                JsonNode letter = onlyLetter();
                assertThat(letter.path("flow").asText()).isEqualTo("device-report");
                assertThat(letter.path("cause").asText()).isEqualTo("ts: string found, integer expected");
                assertThat(letter.path("body").asText()).isEqualTo(INVALID);
                assertThat(letter.path("headers").path("kafka.KEY").asText()).isEqualTo("sn1");
                assertThat(letter.has("replayed_at")).isFalse();

                String one = LETTERS + "/" + letter.path("id").asText();
                assertThat(JSON.readTree(send("GET", one, "").body())).isEqualTo(letter);
                HttpResponse<String> first = send("POST", one + "/replay", REPAIRED);
                assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
                await().until(() -> watcher.saw(1000));
                assertThat(gateway.read("/api/v1/devices/sn1", token).at("/state/report_id").asText()).isEqualTo("r-1");

                HttpResponse<String> again = send("POST", one + "/replay", REPAIRED);
                assertThat(again.body()).isEqualTo(first.body());
                assertThat(gateway.read("/api/v1/devices/sn1/reports", token).path("reports")).hasSize(1);
                assertThat(letters("?replayed=false")).isEmpty();

                overJmx(device, letter.path("id").asText());
                many(device, one);
            }
        }
    }

    private void overJmx(MqttPeer device, String replayed) throws Exception {
        device.publish("devices/sn1/report", "[]");
        await().atMost(PATIENCE).until(() -> letters("?replayed=false").size() == 1);
        JsonNode ran = jmx("org.apache.camel:context=campanile,type=context,name=\"campanile\"", "sendBody(java.lang.String,java.lang.Object)",
                "direct:device-report", "x");
        assertThat(ran.path("status").asInt()).as("nor does it run what it is given").isEqualTo(403);
        JsonNode listed = jmx(MBEAN, "list(java.lang.String,java.lang.String)", "device-report", "");
        assertThat(listed.path("value")).as(listed.toString()).hasSize(2);
        assertThat(listed.at("/value/1/id").asText()).isEqualTo(replayed);
        String other = listed.at("/value/0/id").asText();
        assertThat(jmx(MBEAN, "show", other).path("status").asInt()).as("nobody signs in to Jolokia: it shows no messages").isEqualTo(403);
        assertThat(jmx(MBEAN, "replay", other).path("value").asLong()).isPositive();
        await().atMost(PATIENCE).until(() -> letters("?replayed=false").size() == 1);
        assertThat(letters("?replayed=false").get(0).path("replay_of").asText()).isEqualTo(other);
        assertThat(jmx(MBEAN, "discard", letters("?replayed=false").get(0).path("id").asText()).path("value").asBoolean()).isTrue();
        assertThat(jmx(MBEAN, "discard", other).path("value").asBoolean()).isTrue();
    }

    private JsonNode jmx(String mbean, String operation, String... arguments) throws Exception {
        String body = JSON.writeValueAsString(Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", arguments));
        return JSON.readTree(http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.setting("management.port") + "/observe/jolokia"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).body());
    }

    private void many(MqttPeer device, String one) throws Exception {
        device.publishMany("devices/sn1/report", IntStream.range(0, 250).mapToObj(i -> "{\"report_id\":\"bad-" + i + "\"}").toList());
        await().atMost(PATIENCE).until(() -> lines("?replayed=false").size() == 250);
        assertThat(lines("")).hasSize(251).allSatisfy(line -> assertThat(JSON.readTree(line).has("cause")).isTrue());
        JsonNode page = JSON.readTree(send("GET", LETTERS + "?order=newest&limit=2", "").body());
        assertThat(page.path("has_more").asBoolean()).isTrue();
        String newest = page.at("/dead_letters/0/id").asText();
        assertThat(newest).isGreaterThan(page.at("/dead_letters/1/id").asText());

        JsonNode replayed = JSON.readTree(send("POST", LETTERS + "/replay", "{\"filter\":{\"cause\":\"'TS'\"}}").body());
        assertThat(replayed).as("each fails again").isEqualTo(JSON.readTree("{\"replayed\":250,\"failed\":[],\"has_more\":false}"));
        await().atMost(PATIENCE).until(() -> lines("?replayed=false").size() == 250);
        assertThat(lines("?replayed=false")).allSatisfy(line -> assertThat(JSON.readTree(line).has("replay_of")).isTrue());

        assertThat(JSON.readTree(send("POST", LETTERS + "/discard", "{\"ids\":[\"" + newest + "\",\"none\"]}").body()).path("discarded").asInt())
                .isEqualTo(1);
        assertThat(JSON.readTree(send("POST", LETTERS + "/discard", "{\"filter\":{\"replayed\":false}}").body()).path("discarded").asInt())
                .isEqualTo(250);
        assertThat(send("DELETE", one, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", one, "").statusCode()).isEqualTo(404);
        assertThat(send("GET", one, "").statusCode()).isEqualTo(404);
        assertThat(send("POST", one + "/replay", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", LETTERS + "?after=x", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", LETTERS + "?replayed=maybe", "").statusCode()).isEqualTo(400);
        assertThat(send("POST", LETTERS + "/discard", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void aNodeThatDiesInTheMiddleOfAReplayHasNeitherLostNorDoubledIt() throws Exception {
        try (RunningParts parts = RunningParts.start(directory.resolve("parts"), Map.of("sn1", "secret"));
                RunningGateway running = RunningGateway.node(directory.resolve("node"), "node-1", parts.settings())) {
            gateway = running;
            gateway.kill();
            gateway.set("dead-letter-replay.claim", "8s");
            gateway.set("dead-letter-replay.patience-ms", "15000");
            gateway.start();
            token = gateway.token();
            gateway.register(token, "sn1", "retail");
            await().atMost(PATIENCE).until(() -> gateway.output().contains("Subscribed to devices/+/report"));
            try (MqttPeer device = MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", "secret")) {
                device.publish("devices/sn1/report", INVALID);
            }
            String one = LETTERS + "/" + onlyLetter().path("id").asText() + "/replay";

            parts.stop("Kafka");
            CompletableFuture<HttpResponse<String>> unanswered = http.sendAsync(request("POST", one, REPAIRED), BodyHandlers.ofString());
            awaitClaim(parts.settings().get("redis.url"));
            gateway.kill();
            assertThat(unanswered).as("killed between the claim and the end of the work").failsWithin(PATIENCE);
            parts.restart("Kafka");
            gateway.start();

            assertThat(gateway.read("/api/v1/devices/sn1/reports", token).path("reports")).isEmpty();
            await().atMost(PATIENCE).until(() -> send("POST", one, REPAIRED).statusCode() == 200);
            assertThat(send("POST", one, REPAIRED).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> gateway.read("/api/v1/devices/sn1/reports", token).path("reports").size() == 1);
            assertThat(gateway.read("/api/v1/devices/sn1", token).path("version").asInt()).isEqualTo(1);
        }
    }

    private static void awaitClaim(String url) {
        RedisClient client = RedisClient.create(url);
        try (StatefulRedisConnection<String, String> redis = client.connect()) {
            await().until(() -> redis.sync().keys("idempotent:{replay:*").size() == 1);
            assertThat(redis.sync().get(redis.sync().keys("idempotent:{replay:*").get(0))).isNotEqualTo("done");
        } finally {
            client.shutdown();
        }
    }

    private JsonNode onlyLetter() throws Exception {
        await().atMost(PATIENCE).until(() -> letters("").size() == 1);
        return letters("").get(0);
    }

    private JsonNode letters(String query) throws Exception {
        return JSON.readTree(send("GET", LETTERS + query, "").body()).path("dead_letters");
    }

    private List<String> lines(String query) throws Exception {
        HttpResponse<String> export = send("GET", LETTERS + "/export" + query, "");
        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        return export.body().lines().toList();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(gateway.http(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build();
    }
}
