package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.RunningDatabase;
import io.campanile.fixture.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten questions of an operator. Each is answered by a line of a route file or of application.properties, and each test
 * sees from outside that this line is the answer. Route files are edited while the gateway runs. A property is taken up
 * at a start: so one gateway runs as shipped, and beside it one whose properties are edited.
 */
@Tag("faults")
class OperatorQuestionsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FLOW = "routes/device-report.camel.yaml";
    private static final AtomicInteger REPORTS = new AtomicInteger();
    /** The properties that are edited, each with what it says as shipped and what it is edited to say. */
    private static final String[][] EDITS = {
        {"device-report.mqtt-topic=devices/+/report", "device-report.mqtt-topic=devices/+/status"},
        {"device-report.schema=classpath:schema/device-report.json", "device-report.schema=file:strict.json"},
        {"device-report.max-bytes=65536", "device-report.max-bytes=200"},
        {"device-report.in-flight=1000", "device-report.in-flight=5"},
        {"device-report.batch=2000", "device-report.batch=4"},
        {"camel.beans.deviceReportRedelivery.maximumRedeliveries=-1", "camel.beans.deviceReportRedelivery.maximumRedeliveries=2"},
        {"device.type.dance_dog=location,inspection,rubbish,electricity", "device.type.dance_dog=location"},
        {"device-changes.topic=device.changes", "device-changes.topic=told.everybody"},
    };

    @TempDir
    static Path directory;
    private static RunningDatabase database;
    private static DanceDog shipped;
    private static DanceDog edited;

    @BeforeAll
    static void start() throws Exception {
        database = RunningDatabase.start();
        Path own = Files.createDirectories(directory.resolve("edited"));
        String properties = Files.readString(Path.of("application.properties"));
        for (String[] edit : EDITS) {
            assertThat(properties).contains(edit[0] + "\n");
            properties = properties.replace(edit[0] + "\n", edit[1] + "\n");
        }
        Files.writeString(own.resolve("application.properties"), properties);
        Files.writeString(own.resolve("strict.json"), Files.readString(Path.of("src/main/resources/schema/device-report.json"))
                .replace("\"required\": [\"report_id\", \"ts\"]", "\"required\": [\"report_id\", \"ts\", \"status\"]"));
        CompletableFuture<DanceDog> starting = CompletableFuture.supplyAsync(
                () -> new DanceDog(gateway(own), "devices/sn1/status", "told.everybody"));
        shipped = new DanceDog(gateway(directory.resolve("shipped")), "devices/sn1/report", "device.changes");
        edited = starting.join();
    }

    private static RunningGateway gateway(Path own) {
        return RunningGateway.first(own, Map.of("jdbc.url", database.url(own.getFileName().toString())));
    }

    @AfterAll
    static void stop() throws Exception {
        shipped.close();
        edited.close();
        database.close();
    }

    @Test
    void whichTopicMakesReportsDurable() {
        shipped.create("reports.elsewhere");
        shipped.gateway.edit(FLOW, "uri: \"kafka:{{device-report.topic}}\"\n\n", "uri: \"kafka:reports.elsewhere\"\n\n");
        awaitOneIn("reports.elsewhere", OperatorQuestionsIT::report);
        shipped.gateway.edit(FLOW, "uri: \"kafka:reports.elsewhere\"\n\n", "uri: \"kafka:{{device-report.topic}}\"\n\n");
        awaitOneIn("device.reports", OperatorQuestionsIT::report);
    }

    @Test
    void whereDoBadReportsGo() {
        Supplier<String> bad = () -> "bad-" + REPORTS.incrementAndGet();
        shipped.create("bad.reports");
        shipped.gateway.edit("routes/dead-letter.camel.yaml", "kafka:{{dead-letter.topic}}", "kafka:bad.reports");
        awaitOneIn("bad.reports", bad);
        shipped.gateway.edit("routes/dead-letter.camel.yaml", "kafka:bad.reports", "kafka:{{dead-letter.topic}}");
        awaitOneIn("dead.letters", bad);
    }

    @Test
    void whichTopicDoDevicesReportOn() throws Exception {
        for (DanceDog dog : List.of(shipped, edited)) {
            String other = report();
            dog.device.publish(dog == shipped ? "devices/sn1/status" : "devices/sn1/report", other);
            String own = report();
            dog.send(own);
            await().atMost(PATIENCE).until(() -> dog.bodies("device.reports").contains(own));
            assertThat(dog.bodies("device.reports")).doesNotContain(other);
        }
    }

    @Test
    void whichSchemaMustAReportMatch() throws Exception {
        String withoutStatus = report().replace(",\"status\":1", "");
        shipped.send(withoutStatus);
        edited.send(withoutStatus);
        await().atMost(PATIENCE).until(() -> shipped.bodies("device.reports").contains(withoutStatus));
        assertThat(letter(withoutStatus).path("cause").asText()).contains("status");
    }

    @Test
    void howLargeMayAReportBe() throws Exception {
        String large = report(",\"properties\":{\"x\":\"" + "x".repeat(200) + "\"}");
        shipped.send(large);
        edited.send(large);
        await().atMost(PATIENCE).until(() -> shipped.bodies("device.reports").contains(large));
        assertThat(letter(large).path("cause").asText()).contains("200");
    }

    /** With work of two seconds after Kafka has a report: the sixth comes with the first, or only when that one is done. */
    @Test
    void howManyReportsAreInFlight() throws Exception {
        int work = 2000;
        String asShipped = "uri: \"kafka:{{device-report.topic}}\"\n\n";
        String withWork = asShipped.replace("\n\n", "\n        - delay:\n            id: device-report-work\n"
                + "            expression:\n              constant:\n                expression: \"" + work + "\"\n\n");
        for (DanceDog dog : List.of(shipped, edited)) {
            dog.editFlow(asShipped, withWork);
            List<String> texts = IntStream.range(0, 6).mapToObj(i -> report()).toList();
            for (String text : texts) {
                dog.send(text);
            }
            await().atMost(PATIENCE).until(() -> dog.bodies("device.reports").containsAll(texts));
            long between = dog.timestamp("device.reports", texts.get(5)) - dog.timestamp("device.reports", texts.get(0));
            if (dog == shipped) {
                assertThat(between).isLessThan(work);
            } else {
                assertThat(between).isGreaterThanOrEqualTo(work - 100);
            }
            dog.editFlow(withWork, asShipped);
        }
    }

    /** Of a flow as it runs, and of a record as it came in. */
    @Test
    void whatWouldAnEditChange() throws Exception {
        String report = report();
        shipped.send(report);
        await().atMost(PATIENCE).until(() -> shipped.bodies("device.reports").contains(report));
        String yaml = Files.readString(Path.of(FLOW));
        String token = shipped.gateway.token();

        assertThat(rehearse(token, yaml)).isEqualTo(JSON.readTree("{\"records\":1,\"same\":1,\"different\":[]}"));
        JsonNode answer = rehearse(token, yaml.replace("<= {{device-report.max-bytes}}", "<= 10"));
        assertThat(answer.at("/different/0/record").asText()).isEqualTo("sn1 " + JSON.readTree(report).path("report_id").asText());
        assertThat(answer.at("/different/0/now").asText()).startsWith("to kafka:device.changes");
        assertThat(answer.at("/different/0/then").asText()).startsWith("fails: Validation failed");
        assertThat(answer.at("/different/0/line").asInt()).isEqualTo(lineOf(yaml, "id: device-report-size") - 1);
        JsonNode refused = rehearse(token, yaml.replace("method: merge", "method: murge"));
        assertThat(refused.path("code").asInt()).isEqualTo(400);
        assertThat(refused.at("/values/problems/0/line").asInt()).isPositive();
    }

    private static JsonNode rehearse(String token, String yaml) {
        return shipped.gateway.postText("/api/v1/flows/device-report/rehearse?records=1", token, yaml);
    }

    private static int lineOf(String yaml, String text) {
        return (int) yaml.substring(0, yaml.indexOf(text)).chars().filter(c -> c == '\n').count() + 1;
    }

    /** A batch tells a device's newest state once. */
    @Test
    void howLargeIsABatch() throws Exception {
        int reports = 100;
        assertThat(statesTold(shipped, reports)).isLessThan(reports / 4);
        assertThat(statesTold(edited, reports)).isGreaterThanOrEqualTo(reports / 4);
    }

    private static long statesTold(DanceDog dog, int reports) throws Exception {
        String[] texts = IntStream.range(0, reports).mapToObj(i -> report()).toArray(String[]::new);
        long before = dog.told("state").size();
        dog.append(texts);
        await().atMost(PATIENCE).until(() -> dog.waiting() == 0);
        return dog.told("state").size() - before;
    }

    @Test
    void whatRaisesABatteryAlert() throws Exception {
        assertThat(sectionsThatAlert(shipped)).containsOnly("location", "electricity");
        assertThat(sectionsThatAlert(edited)).containsOnly("location");
    }

    /** Reports faults and then, so that all there is to tell has been told, the end of one. */
    private static List<String> sectionsThatAlert(DanceDog dog) throws Exception {
        dog.send(report(",\"location\":{\"code\":8},\"electricity\":{\"code\":9}"));
        await().atMost(PATIENCE).until(() -> dog.alerts().contains("location"));
        int raised = dog.alerts().size();
        dog.send(report(",\"location\":{\"code\":0}"));
        await().atMost(PATIENCE).until(() -> dog.alerts().size() > raised);
        return dog.alerts();
    }

    @Test
    void whereIsEveryNodeTold() throws Exception {
        for (DanceDog dog : List.of(shipped, edited)) {
            String text = report();
            dog.send(text);
            String id = JSON.readTree(text).path("report_id").asText();
            await().atMost(PATIENCE).until(() -> dog.bodies(dog == shipped ? "device.changes" : "told.everybody").stream()
                    .anyMatch(told -> told.contains("\"" + id + "\"")));
        }
    }

    @Test
    void howManyRetries() throws Exception {
        String text = report();
        String token = shipped.gateway.token();
        database.goAway();
        shipped.send(text);
        edited.send(text);
        JsonNode letter = letter(text);
        assertThat(letter.path("attempts").asInt()).isEqualTo(1 + 2);
        assertThat(letter.path("route_id").asText()).isEqualTo("device-report-merge");
        assertThat(shipped.waiting()).as("waits").isOne();

        database.comeBack();
        await().atMost(PATIENCE).until(() -> shipped.waiting() == 0);
        assertThat(shipped.bodies("dead.letters")).doesNotContain(text);
        String id = JSON.readTree(text).path("report_id").asText();
        await().atMost(PATIENCE).until(() -> shipped.gateway.read("/api/v1/devices/sn1/reports", token).path("reports")
                .findValuesAsText("report_id").contains(id));
    }

    @Test
    void anEditThatCannotBeLoadedLeavesTheRunningFlowAlone() throws Exception {
        shipped.gateway.edit(FLOW, "- route:", "- rout:");
        await().atMost(PATIENCE).until(() -> shipped.gateway.output().contains("'rout'"));
        String text = report();
        shipped.send(text);
        await().atMost(PATIENCE).until(() -> shipped.bodies("device.reports").contains(text));
        assertThat(error()).isEqualTo("'rout' is not known here: did you mean 'route'?");
        shipped.gateway.edit(FLOW, "- rout:", "- route:");
        await().atMost(PATIENCE).until(() -> error().isEmpty());
    }

    private static String error() throws Exception {
        JsonNode flows = shipped.gateway.read("/api/v1/flows", shipped.gateway.token()).path("flows");
        return StreamSupport.stream(flows.spliterator(), false).filter(flow -> flow.path("flow").asText().equals("device-report"))
                .map(flow -> flow.path("error").path("reason").asText()).findFirst().orElseThrow();
    }

    private static String report() {
        return report("");
    }

    private static String report(String more) {
        int n = REPORTS.incrementAndGet();
        return "{\"report_id\":\"r-" + n + "\",\"ts\":" + (1000 + n) + ",\"status\":1" + more + "}";
    }

    /** Sends one after the other until one is there: an edit is taken up in its own time. */
    private static void awaitOneIn(String topic, Supplier<String> texts) {
        Set<String> sent = new HashSet<>();
        await().atMost(PATIENCE).until(() -> {
            String text = texts.get();
            sent.add(text);
            shipped.send(text);
            return shipped.bodies(topic).stream().anyMatch(sent::contains);
        });
    }

    private static JsonNode letter(String text) {
        return await().atMost(PATIENCE).until(() -> edited.letters(text), found -> !found.isEmpty()).get(0);
    }
}
