package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.RecordedReport;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.settings.Settings;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlDeviceStates;
import io.campanile.store.sql.SqlReportHistory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A report's way from an edge to the database, the watchers' topic or the dead letters, by the file as it is shipped. */
class DeviceReportFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDGE = "direct:device-report";
    private static final long FOREVER = Long.MAX_VALUE;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static HikariDataSource database;
    private static SqlDeviceStates states;
    private static SqlDeviceRegistry registry;
    /** One run of the flow, for all tests that neither end it nor set it otherwise. */
    private static RunningFlows shared;
    /** Where that one merges its reports. */
    private static volatile DeviceStates merging;

    private String prefix;
    private RunningFlows flows;
    private KafkaTopic reports;
    private KafkaTopic changes;
    private KafkaTopic deadLetters;

    @BeforeAll
    static void startBackends() throws Exception {
        database = Database.open("jdbc:h2:mem:flow;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "campanile", "", 8);
        states = new SqlDeviceStates(database, new DeviceTypes(Settings.load(Path.of("application.properties")).all()));
        registry = new SqlDeviceRegistry(database, Clock.systemUTC());
        shared = run("shared", batch -> merging.merge(batch), Map.of());
    }

    @AfterAll
    static void stopBackends() {
        shared.close();
        database.close();
    }

    @BeforeEach
    void registerDevices(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName();
        merging = states;
        use(shared);
        Jdbi.create(database).useHandle(handle -> handle.execute("DELETE FROM device"));
        Jdbi.create(database).useHandle(handle -> handle.execute("DELETE FROM report"));
        registry.register(new Device("sn1", "retail", null), "secret");
        registry.register(new Device("sn2", "retail", null), "secret");
    }

    @AfterEach
    void stop() {
        if (flows == shared) {
            // What is left must not be the next test's
            await().until(() -> reports.lag("device-report") == 0);
        } else {
            flows.close();
        }
        reports.close();
        changes.close();
        deadLetters.close();
    }

    @Test
    void aReportIsInKafkaInTheHistoryInTheStateAndTold() throws Exception {
        flows.send(EDGE, "sn1", report("r-1", 1000, 87));

        await().until(() -> history("sn1"), list -> list.size() == 1);
        assertThat(reports.values("sn1")).containsExactly(report("r-1", 1000, 87));
        assertThat(history("sn1").get(0).applied()).isTrue();
        assertThat(state("sn1").version()).isEqualTo(1);
        assertThat(state("sn1").fields()).containsEntry("electricity", Map.of("code", 0, "level", 87));
        await().until(() -> changes.values("sn1"), list -> list.size() == 1);
        assertThat(KafkaTopic.header(changes.records().get(0), "deviceChange")).isEqualTo("state");
        assertThat(JSON.readTree(changes.values("sn1").get(0)).path("version").asLong()).isEqualTo(1);
        assertThat(deadLetters.records()).isEmpty();
    }

    @Test
    void aRepeatInTheSameBatchOrLaterHasNoEffect() throws Exception {
        reports.append("sn1", report("r-1", 1000, 87), report("r-1", 1000, 87));
        await().until(() -> reports.lag("device-report") == 0);
        flows.send(EDGE, "sn1", report("r-1", 1000, 87));
        flows.send(EDGE, "sn1", report("r-2", 1001, 86));
        await().until(() -> history("sn1"), list -> list.size() == 2);
        assertThat(state("sn1").version()).isEqualTo(2);
    }

    @Test
    void anOlderReportIsHistoryOnly() throws Exception {
        flows.send(EDGE, "sn1", report("r-2", 2000, 50));
        flows.send(EDGE, "sn1", report("r-1", 1000, 99));
        await().until(() -> history("sn1"), list -> list.size() == 2);
        assertThat(history("sn1")).extracting(RecordedReport::applied).containsExactly(true, false);
        assertThat(state("sn1").fields()).containsEntry("electricity", Map.of("code", 0, "level", 50));
    }

    @Test
    void anInvalidReportIsOneDeadLetterThatNamesTheFieldAndIsNotTriedAgain() throws Exception {
        Map<String, String> causes = Map.of(
                "{\"report_id\":\"r-1\",", "not JSON: Unexpected end-of-input within/between Object entries",
                "{\"report_id\":\"r-1\"}", "required property 'ts' not found",
                "{\"ts\":1}", "required property 'report_id' not found",
                "{\"report_id\":\"r-1\",\"ts\":\"now\"}", "ts: string found, integer expected",
                "{\"report_id\":\"r-1\",\"ts\":1,\"location\":{\"lat\":\"north\"}}", "location.lat: string found, number expected",
                "[]", "array found, object expected");
        causes.keySet().forEach(body -> flows.send(EDGE, "sn1", body));

        assertThat(deadLetters.records()).hasSameSizeAs(causes.keySet()).allSatisfy(record -> {
            JsonNode letter = JSON.readTree(record.value());
            assertThat(letter.path("cause").asText()).isEqualTo(causes.get(letter.path("body").asText()));
            assertThat(letter.path("flow").asText()).isEqualTo("device-report");
            assertThat(letter.path("route_id").asText()).isEqualTo("device-report-accept");
            assertThat(letter.path("attempts").asInt()).isEqualTo(1);
            assertThat(record.key()).isEqualTo("sn1");
        });
        assertThat(reports.records()).isEmpty();
    }

    @Test
    void aTimeOrCodeThatNoColumnHoldsIsADeadLetterAndDoesNotFreezeTheDevice() throws Exception {
        flows.send(EDGE, "sn1", report("r-1", 1000, 87).replace("1000", "99999999999999999999"));
        flows.send(EDGE, "sn1", report("r-2", Long.MAX_VALUE, 87));
        flows.send(EDGE, "sn1", report("r-3", 1000, 87).replace("\"code\":0", "\"code\":4294967296"));
        flows.send(EDGE, "sn1", report("r-4", 1000, 87) + " and more");
        flows.send(EDGE, "sn1", report("r-5", 1000, 87));

        await().until(() -> history("sn1"), list -> list.size() == 1);
        assertThat(state("sn1").fields()).containsEntry("report_id", "r-5");
        assertThat(deadLetters.records()).extracting(record -> JSON.readTree(record.value()).path("cause").asText()).satisfiesExactlyInAnyOrder(
                cause -> assertThat(cause).startsWith("ts: must have a maximum value of"),
                cause -> assertThat(cause).startsWith("ts: must have a maximum value of"),
                cause -> assertThat(cause).startsWith("electricity.code: must have a maximum value of"),
                cause -> assertThat(cause).startsWith("not JSON: "));
    }

    @Test
    void whatIsNoUtf8OrNestedTooDeepIsADeadLetterSoThatTheHistoryCanBeRead() throws Exception {
        String deep = "{\"report_id\":\"deep\",\"ts\":1,\"properties\":{\"x\":" + "[".repeat(500) + "]".repeat(500) + "}}";
        flows.send(EDGE, "sn1", report("r-1", 1000, 87).getBytes(StandardCharsets.UTF_16LE));
        flows.send(EDGE, "sn1", '\uFEFF' + report("r-2", 1000, 87));
        flows.send(EDGE, "sn1", report("\u00E9", 1000, 87).getBytes(StandardCharsets.ISO_8859_1));
        flows.send(EDGE, "sn1", deep);
        flows.send(EDGE, "sn1", report("r-3", 1000, 87));

        await().until(() -> deadLetters.records().size() == 4 && history("sn1").size() == 1);
        assertThat(state("sn1").fields()).containsEntry("report_id", "r-3");
    }

    @Test
    void aStateThatGrowsTooLargeForARecordCostsItsDeviceAReportAndNobodyElse() throws Exception {
        IntStream.range(0, 25).forEach(i -> reports.append("sn1", "{\"report_id\":\"r-" + i + "\",\"ts\":" + (1000 + i)
                + ",\"properties\":{\"k" + i + "\":\"" + "\u00E9".repeat(30_000) + "\"}}"));
        reports.append("sn2", report("r-1", 1000, 87));
        reports.append("sn1", report("last", 2000, 87));

        await().until(() -> reports.lag("device-report") == 0);
        assertThat(state("sn1").fields()).containsEntry("report_id", "last");
        assertThat(changes.values("sn2")).isNotEmpty();
        assertThat(history("sn1")).hasSize(5);
        assertThat(deadLetters.values("sn1")).hasSize(21).allSatisfy(letter ->
                assertThat(JSON.readTree(letter).path("cause").asText()).startsWith("properties: the merged state of sn1"));
    }

    @Test
    void anOversizeReportIsADeadLetterThoughItsJsonWouldNotFitIntoARecord() throws Exception {
        flows.send(EDGE, "sn1", "\u0001".repeat(200_000));
        assertThat(onlyDeadLetter().path("body").asText()).isEqualTo("\u0001".repeat(131_072));
    }

    @Test
    void anOversizeReportIsADeadLetter() throws Exception {
        String body = "{\"report_id\":\"r-1\",\"ts\":1,\"properties\":{\"x\":\"" + "x".repeat(65536) + "\"}}";
        flows.send(EDGE, "sn1", body);
        JsonNode letter = onlyDeadLetter();
        assertThat(letter.path("cause").asText()).contains(".length) <= 65536").doesNotContain("Exchange[");
        assertThat(letter.path("body").asText()).isEqualTo(body);
    }

    @Test
    void theReportOfAnUnregisteredDeviceIsADeadLetterAndItsNeighboursAreTaken() throws Exception {
        reports.append("sn1", report("r-1", 1000, 87));
        reports.append("stranger", report("r-1", 1000, 87));
        reports.append("sn2", report("r-1", 1000, 87));
        JsonNode letter = onlyDeadLetter();
        assertThat(letter.path("cause").asText()).isEqualTo("no such device stranger");
        assertThat(letter.path("route_id").asText()).isEqualTo("device-report-merge");
        assertThat(letter.path("flow").asText()).isEqualTo("device-report");
        await().until(() -> reports.lag("device-report") == 0);
        assertThat(history("sn1")).hasSize(1);
        assertThat(history("sn2")).hasSize(1);
    }

    @Test
    void aValueThatTheDatabaseRefusesIsADeadLetterAlone() throws Exception {
        String poison = report("r".repeat(200), 1000, 87);
        reports.append("sn1", report("r-1", 1000, 87), poison, report("r-2", 1001, 87), "\u0000", "null");
        reports.append("sn2", report("nul-\\u0000", 1000, 87));
        await().until(() -> reports.lag("device-report") == 0);
        assertThat(deadLetters.records()).extracting(record -> JSON.readTree(record.value()).path("body").asText())
                .containsExactlyInAnyOrder(poison, "\u0000", "null");
        assertThat(history("sn1")).hasSize(2);
        assertThat(history("sn2")).hasSize(1);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsLostAndEverythingArrivesInOrderWhenItIsBack() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Unreliable unreliable = new Unreliable(attempts);
        merging = unreliable;
        unreliable.away = true;
        IntStream.range(0, 100).forEach(i -> flows.send(EDGE, "sn1", report("r-" + i, 1000 + i, i)));
        await().until(() -> attempts.get() >= 2);
        assertThat(deadLetters.records()).isEmpty();
        assertThat(reports.lag("device-report")).isEqualTo(100);

        unreliable.away = false;
        await().until(() -> reports.lag("device-report") == 0);
        assertThat(history("sn1")).hasSize(100).allMatch(RecordedReport::applied);
        assertThat(state("sn1").version()).isEqualTo(100);
        assertThat(deadLetters.records()).isEmpty();
    }

    @Test
    void endingWhileTheDatabaseIsAwayDiscardsNothing() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Unreliable unreliable = new Unreliable(attempts);
        unreliable.away = true;
        startOwn(unreliable);
        flows.send(EDGE, "sn1", report("r-1", 1000, 87));
        await().until(() -> attempts.get() >= 1);
        startOwn(states);
        await().until(() -> history("sn1"), list -> list.size() == 1);
        assertThat(deadLetters.records()).isEmpty();
    }

    @Test
    void whenTheRetriesAreExhaustedEachReportIsADeadLetterWithItsAttempts() throws Exception {
        Unreliable unreliable = new Unreliable(new AtomicInteger());
        unreliable.away = true;
        startOwn(unreliable, Map.of("camel.beans.deviceReportRedelivery.maximumRedeliveries", "1",
                "camel.beans.deviceReportRedelivery.redeliveryDelay", "10"));
        reports.append("sn1", report("r-1", 1000, 87), report("r-2", 1000, 87));
        await().until(() -> deadLetters.records(), list -> list.size() == 2);
        assertThat(deadLetters.records()).allSatisfy(record -> {
            JsonNode letter = JSON.readTree(record.value());
            assertThat(letter.path("attempts").asInt()).isEqualTo(2);
            assertThat(letter.path("cause").asText()).isEqualTo("the database is away");
            assertThat(letter.path("route_id").asText()).isEqualTo("device-report-merge");
        });
        assertThat(deadLetters.values("sn1")).extracting(letter -> JSON.readTree(letter).path("body").asText())
                .containsExactly(report("r-1", 1000, 87), report("r-2", 1000, 87));
        await().untilAsserted(() -> assertThat(reports.lag("device-report")).as("a dead letter is dealt with").isZero());
    }

    @Test
    void aCrashBetweenTheDatabaseAndTheTellingIsMadeGood() throws Exception {
        DeviceStates crashing = batch -> {
            states.merge(batch);
            throw new IllegalStateException("the process ends here");
        };
        startOwn(crashing);
        flows.send(EDGE, "sn1", report("r-1", 1000, 87));
        await().until(() -> history("sn1"), list -> list.size() == 1);
        assertThat(changes.records()).isEmpty();
        startOwn(states);
        await().until(() -> changes.values("sn1"), list -> list.size() == 1);
        assertThat(history("sn1")).hasSize(1);
        assertThat(state("sn1").version()).isEqualTo(1);
    }

    @Test
    void theOffsetsOfEveryPartitionAreCommitted() throws Exception {
        IntStream.range(0, 64).forEach(i -> registry.register(new Device("many-" + i, "retail", null), "secret"));
        startOwn(states);
        IntStream.range(0, 64).forEach(i -> reports.append("many-" + i, report("r-1", 1000, i)));
        await().until(() -> reports.lag("device-report") == 0);
        assertThat(reports.partitions()).hasSize(8);

        AtomicInteger again = new AtomicInteger();
        startOwn(batch -> {
            again.addAndGet(batch.size());
            return states.merge(batch);
        });
        reports.append("sn1", report("after", 1000, 1));
        await().until(() -> history("sn1"), list -> list.size() == 1);
        assertThat(again).hasValue(1);
    }

    /** Runs the flow, or runs it again, on topics of this test alone. */
    private void startOwn(DeviceStates used, Map<String, String> settings) throws Exception {
        stop();
        use(run(prefix, used, settings));
    }

    private void startOwn(DeviceStates used) throws Exception {
        startOwn(used, Map.of());
    }

    private static RunningFlows run(String prefix, DeviceStates used, Map<String, String> settings) throws Exception {
        return RunningFlows.start(KAFKA.address(), DeviceReportFlowTest.class.getSimpleName() + "." + prefix, new Ports(used, null, null),
                settings, "device-report");
    }

    private void use(RunningFlows used) {
        flows = used;
        reports = flows.topic("device-report.topic");
        changes = flows.topic("device-changes.topic");
        deadLetters = flows.topic("dead-letter.topic");
        if (flows == shared) {
            Stream.of(reports, changes, deadLetters).forEach(KafkaTopic::fromNow);
        }
    }

    private JsonNode onlyDeadLetter() throws Exception {
        await().until(() -> deadLetters.records(), list -> !list.isEmpty());
        List<ConsumerRecord<String, String>> letters = deadLetters.records();
        assertThat(letters).hasSize(1);
        return JSON.readTree(letters.get(0).value());
    }

    private static List<RecordedReport> history(String sn) {
        return new SqlReportHistory(database).page(sn, 0, FOREVER, null, 200);
    }

    private static DeviceState state(String sn) {
        return registry.find(sn).orElseThrow().state();
    }

    private static String report(String id, long ts, int level) {
        return "{\"report_id\":\"" + id + "\",\"ts\":" + ts + ",\"electricity\":{\"code\":0,\"level\":" + level + "}}";
    }

    /** A database that can be away. */
    private static final class Unreliable implements DeviceStates {

        private final AtomicInteger attempts;
        private volatile boolean away;

        private Unreliable(AtomicInteger attempts) {
            this.attempts = attempts;
        }

        @Override
        public Merged merge(List<io.campanile.domain.device.Report> batch) {
            attempts.incrementAndGet();
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            return states.merge(batch);
        }
    }
}
