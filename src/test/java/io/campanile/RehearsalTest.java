package io.campanile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.CodedException;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.edge.mqtt.MqttTopics;
import io.campanile.flow.KafkaBatch;
import io.campanile.ops.rehearsal.Difference;
import io.campanile.ops.rehearsal.Rehearsal;
import io.campanile.ops.rehearsal.Rehearsal.Result;
import io.campanile.settings.Settings;
import io.campanile.standalone.EmbeddedKafka;
import io.campanile.store.kafka.KafkaRecording;
import io.campanile.store.kafka.KafkaTopics;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlPastStates;
import io.campanile.fixture.KafkaTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of the flows as they are shipped, rehearsed over what is in a real Kafka. */
class RehearsalTest {

    private static final String FLOW = "device-report";

    private static final String LOW_BATTERY = """
            - route:
                id: low-battery-tell
                from:
                  uri: kafka:device.reports
                  steps:
                    - choice:
                        id: low-battery-choice
                        when:
                          - id: low-battery-low
                            expression:
                              jsonpath:
                                expression: $[?(@.electricity.level < 20)]
                            steps:
                              - to:
                                  id: low-battery-alert
                                  uri: kafka:low.batteries
                        otherwise:
                          id: low-battery-fine
                          steps:
                            - log:
                                id: low-battery-log
                                message: fine
            """;

    @TempDir
    static Path directory;
    private static EmbeddedKafka kafka;
    private static HikariDataSource database;
    private static DefaultCamelContext running;
    private static Rehearsal rehearsal;

    @BeforeAll
    static void recordReports() throws Exception {
        kafka = EmbeddedKafka.start(directory);
        Settings settings = Settings.load(Path.of("application.properties"));
        settings.put("kafka.bootstrap-servers", kafka.address());
        KafkaTopics.ensure(kafka.address(), Backends.topics(settings), 8, 1);
        DeviceTypes types = new DeviceTypes(settings.all());
        database = Database.open("jdbc:h2:mem:rehearsal;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "campanile", "", 4);
        SqlDeviceRegistry devices = new SqlDeviceRegistry(database, Clock.systemUTC());
        running = new DefaultCamelContext();
        running.getRegistry().bind("mqttTopics", new MqttTopics());
        running.getRegistry().bind("kafkaBatch", new KafkaBatch());
        running.getRegistry().bind("deviceReportRedelivery", new RedeliveryPolicy());
        try (KafkaTopic reports = new KafkaTopic(kafka.address(), settings.get("device-report.topic"))) {
            for (int device = 0; device < 20; device++) {
                String sn = "sn" + device;
                devices.register(new Device(sn, "retail", null), "secret");
                reports.append(sn, IntStream.range(0, 50).mapToObj(RehearsalTest::report).toArray(String[]::new));
            }
        }
        rehearsal = new Rehearsal(running, settings.all(), RehearsalTest::present, new KafkaRecording(kafka.address()),
                new Rehearsals(settings, new SqlPastStates(database, types), types));
    }

    @AfterAll
    static void stop() throws IOException {
        running.close();
        database.close();
        kafka.close();
    }

    private static Optional<String> present(String flow) {
        try {
            if (flow.equals("low-battery")) {
                return Optional.of(LOW_BATTERY);
            }
            Path file = Path.of("routes", flow + ".camel.yaml");
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Levels from 0 to 49; every tenth says that something is wrong. */
    private static String report(int i) {
        return "{\"report_id\":\"r-" + i + "\",\"ts\":" + (1_700_000_000_000L + i) + ",\"electricity\":{\"code\":" + (i % 10 == 0 ? 1 : 0)
                + ",\"msg\":\"low\",\"level\":" + i + "}}";
    }

    private static Result rehearse(String from, String to) {
        String yaml = present(FLOW).orElseThrow();
        assertThat(yaml).contains(from);
        return rehearsal.rehearse(FLOW, yaml.replace(from, to), 1_000);
    }

    @Test
    void anEditThatChangesNothingChangesNothing() {
        Result result = rehearse("description: Merge reports, keep history", "description: Merge them");

        assertThat(result.different()).isEmpty();
        assertThat(result.records()).isEqualTo(1_000);
        assertThat(result.same()).isEqualTo(1_000);
    }

    @Test
    void aStepThatIsTakenOutIsMissed() {
        Result result = rehearse("""
                        - to:
                            id: device-report-tell
                            description: Tell every node
                            uri: "kafka:{{device-changes.topic}}"
                """, "");

        assertThat(result.differences()).isEqualTo(1_000);
        assertThat(result.different()).hasSize(200).allSatisfy(difference -> {
            assertThat(difference.now()).startsWith("to kafka:device.changes, deviceChange state, key sn");
            assertThat(difference.then()).isEqualTo("nothing more");
        });
    }

    @Test
    void aFilterStopsSomeReportsAndWhatWouldHaveFollowedFromThem() {
        Result result = rehearse("""
                        - bean:
                            id: device-report-merge-once
                """, """
                        - filter:
                            id: device-report-good
                            expression:
                              simple:
                                expression: "${body[0].fields[electricity][code]} == 1"
                            steps:
                              - stop:
                                  id: device-report-end
                        - bean:
                            id: device-report-merge-once
                """);

        assertThat(result.differences()).isEqualTo(200);
        assertThat(result.different()).filteredOn(difference -> difference.record().endsWith("0")).hasSize(100).allSatisfy(difference -> {
            assertThat(difference.now()).contains("\"state\":\"RAISED\"");
            assertThat(difference.then()).isEqualTo("nothing");
            assertThat(difference.line()).isEqualTo(109);
        });
        assertThat(result.different()).filteredOn(difference -> difference.record().endsWith("1")).hasSize(100).allSatisfy(difference -> {
            assertThat(difference.now()).contains("\"state\":\"CLEARED\"");
            assertThat(difference.then()).isEqualTo("nothing more");
        });
    }

    @Test
    void anEditedThresholdNamesExactlyTheReportsBetweenTheTwo() {
        String present = present("low-battery").orElseThrow();
        Result result = rehearsal.rehearse("low-battery", present.replace("< 20", "< 25"), 1_000);

        assertThat(result.different()).hasSize(100).allSatisfy(difference -> {
            assertThat(difference.record()).matches("sn\\d+ r-2[0-4]");
            assertThat(difference.now()).isEqualTo("nothing");
            assertThat(difference.then()).startsWith("to kafka:low.batteries, key sn");
            assertThat(difference.line()).isEqualTo(14);
        });
    }

    @Test
    void anEditThatReadsElsewhereIsRehearsedWithWhatIsReadNow() {
        String present = present("low-battery").orElseThrow();
        Result result = rehearsal.rehearse("low-battery", present.replace("device.reports", "elsewhere").replace("< 20", "< 21"), 1_000);

        assertThat(result.records()).isEqualTo(1_000);
        assertThat(result.different()).hasSize(20);
    }

    @Test
    void aFlowThatDoesNotExistIsNotRehearsed() {
        assertThatThrownBy(() -> rehearsal.rehearse("nothing", "", 1)).isInstanceOf(CodedException.class).hasMessage("no such flow nothing");
    }

    @Test
    void aFlowThatReadsNoTopicHasNoRecords() {
        assertThat(rehearsal.rehearse("system-time", present("system-time").orElseThrow(), 1_000)).isEqualTo(new Result(0, 0, List.of(), 0));
    }

    @Test
    void anEditThatCannotBeLoadedIsRefused() {
        assertThatThrownBy(() -> rehearse("method: decode", "method: decoed")).isInstanceOf(CodedException.class).hasMessageContaining("decoed");
    }
}
