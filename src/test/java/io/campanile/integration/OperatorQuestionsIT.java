package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions that an operator asks of a running gateway. Each is answered by a line of a route file or of
 * application.properties; each test changes that line and sees from outside that it was the answer. Route files take
 * effect while the gateway runs; all the properties change together in the one restart between the two halves.
 */
@TestMethodOrder(OrderAnnotation.class)
class OperatorQuestionsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FLOW = "routes/device-report.camel.yaml";
    private static final String SETTINGS = "application.properties";

    @TempDir
    static Path directory;
    private static RunningGateway gateway;
    private static String token;
    private static String secret;
    private static final AtomicInteger REPORTS = new AtomicInteger();

    @BeforeAll
    static void start() {
        gateway = RunningGateway.first(directory, Map.of());
        token = gateway.token();
        secret = gateway.register(token, "sn1", "dance_dog");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    @Order(1)
    void whereDoBadReportsGo() throws Exception {
        assertThat(sendAndFind("bad", "dead.letters")).isTrue();
        gateway.edit(FLOW, "deadLetterUri: direct:dead-letter", "deadLetterUri: kafka:device.changes");
        await().until(() -> sendAndFind("bad", "device.changes"));
        gateway.edit(FLOW, "deadLetterUri: kafka:device.changes", "deadLetterUri: direct:dead-letter");
        await().until(() -> sendAndFind("bad", "dead.letters"));
    }

    @Test
    @Order(2)
    void whichTopicMakesReportsDurable() throws Exception {
        gateway.edit(FLOW, "uri: \"kafka:{{device-report.topic}}\"\n\n", "uri: \"kafka:{{dead-letter.topic}}\"\n\n");
        await().until(() -> sendAndFind(report(""), "dead.letters"));
        gateway.edit(FLOW, "uri: \"kafka:{{dead-letter.topic}}\"\n\n", "uri: \"kafka:{{device-report.topic}}\"\n\n");
        await().until(() -> sendAndFind(report(""), "device.reports"));
    }

    @Test
    @Order(3)
    void anEditThatCannotBeLoadedLeavesTheRunningFlowAlone() throws Exception {
        gateway.edit(FLOW, "- route:", "- rout:");
        await().until(() -> gateway.output().contains("rout"));
        assertThat(sendAndFind(report(""), "device.reports")).isTrue();
        gateway.edit(FLOW, "- rout:", "- route:");
    }

    @Test
    @Order(4)
    void aRestartTakesTheSettingsUp() throws Exception {
        Files.writeString(directory.resolve("strict.json"), Files.readString(Path.of("src/main/resources/schema/device-report.json"))
                .replace("\"required\": [\"report_id\", \"ts\"]", "\"required\": [\"report_id\", \"ts\", \"status\"]"));
        gateway.terminate();
        gateway.edit(SETTINGS, "device-report.mqtt-topic=devices/+/report", "device-report.mqtt-topic=devices/+/status");
        gateway.edit(SETTINGS, "device-report.schema=classpath:schema/device-report.json", "device-report.schema=file:strict.json");
        gateway.edit(SETTINGS, "device-report.max-bytes=65536", "device-report.max-bytes=200");
        gateway.edit(SETTINGS, "device.type.dance_dog=location,electricity", "device.type.dance_dog=location\ndevice.type.barge=rubbish");
        gateway.edit(SETTINGS, "device-changes.topic=device.changes", "device-changes.topic=told.everybody");
        gateway.edit(SETTINGS, "auth.device-token-window=300s", "auth.device-token-window=5s");
        gateway.start();
        token = gateway.token();
    }

    @Test
    @Order(5)
    void whichTopicDoDevicesReportOn() throws Exception {
        assertThat(sendAndFind("devices/sn1/status", report(",\"status\":1"), "device.reports")).isTrue();
    }

    @Test
    @Order(6)
    void whatMustAReportContain() throws Exception {
        assertThat(deadLetterOf(report("")).path("cause").asText()).contains("status");
    }

    @Test
    @Order(7)
    void howLargeMayAReportBe() throws Exception {
        assertThat(deadLetterOf(report(",\"status\":1,\"properties\":{\"x\":\"" + "x".repeat(200) + "\"}")).path("cause").asText())
                .contains("200");
    }

    @Test
    @Order(8)
    void whatRaisesAnAlertAndWhereIsItTold() throws Exception {
        String text = report(",\"status\":7,\"electricity\":{\"code\":9},\"location\":{\"code\":8}");
        send("devices/sn1/status", text);
        try (KafkaTopic told = topic("told.everybody")) {
            await().until(() -> kinds(told).contains("alert"));
            assertThat(told.records().stream().filter(record -> KafkaTopic.header(record, "deviceChange").equals("alert")))
                    .singleElement().satisfies(record -> assertThat(JSON.readTree(record.value()).at("/alert/section").asText()).isEqualTo("location"));
        }
    }

    @Test
    @Order(9)
    void whichDeviceTypesAreThere() {
        assertThat(gateway.register(token, "barge1", "barge")).isNotEmpty();
    }

    @Test
    @Order(10)
    void howLongIsADeviceTokenGood() throws Exception {
        long now = System.currentTimeMillis();
        MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", deviceToken(now)).close();
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(MqttException.class,
                () -> MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", deviceToken(now - 20_000)))).isNotNull();
    }

    private static String deviceToken(long timestamp) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] sum = mac.doFinal(("sn1." + timestamp).getBytes(StandardCharsets.UTF_8));
        return timestamp + "." + java.util.HexFormat.of().formatHex(sum);
    }

    private static String report(String more) {
        int n = REPORTS.incrementAndGet();
        return "{\"report_id\":\"r-" + n + "\",\"ts\":" + (1000 + n) + more + "}";
    }

    private static void send(String topic, String text) throws Exception {
        try (MqttPeer device = MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", secret)) {
            assertThat(device.publish(topic, text)).isZero();
        }
    }

    private static boolean sendAndFind(String text, String topic) throws Exception {
        return sendAndFind("devices/sn1/report", text, topic);
    }

    /** Sends it, and looks whether it comes to the Kafka topic within a second. */
    private static boolean sendAndFind(String mqttTopic, String text, String topic) throws Exception {
        try (KafkaTopic kafka = topic(topic)) {
            int before = kafka.records().size();
            send(mqttTopic, text);
            for (int i = 0; i < 20; i++) {
                if (kafka.records().stream().skip(before).anyMatch(record -> record.value().contains(text.substring(1, text.length() - 1))
                        || record.value().contains(text.replace("\"", "\\\"")))) {
                    return true;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
            return false;
        }
    }

    private static JsonNode deadLetterOf(String text) throws Exception {
        send("devices/sn1/status", text);
        try (KafkaTopic letters = topic("dead.letters")) {
            List<JsonNode> found = new ArrayList<>();
            await().until(() -> {
                found.clear();
                for (var record : letters.records()) {
                    JsonNode letter = JSON.readTree(record.value());
                    if (letter.path("body").asText().equals(text)) {
                        found.add(letter);
                    }
                }
                return !found.isEmpty();
            });
            return found.get(0);
        }
    }

    private static List<String> kinds(KafkaTopic told) {
        return told.records().stream().map(record -> KafkaTopic.header(record, "deviceChange")).toList();
    }

    private static KafkaTopic topic(String name) {
        return new KafkaTopic("127.0.0.1:" + gateway.setting("kafka.port"), name);
    }
}
