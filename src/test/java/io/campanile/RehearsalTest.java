package io.campanile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.edge.mqtt.MqttTopics;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.SharedKafka;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.rehearsal.Recording;
import io.campanile.ops.rehearsal.Rehearsal.Result;
import io.campanile.ops.rehearsal.Rehearsal;
import io.campanile.settings.Settings;
import io.campanile.store.kafka.KafkaRecording;
import io.campanile.store.kafka.KafkaTopics;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlPastStates;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Edits of the flows as they are shipped, rehearsed over what is in a real Kafka. */
class RehearsalTest {

    private static final String FLOW = "device-report";

    private static final String LOW_BATTERY = """
            - route:
                id: low-battery-tell
                group: low-battery
                description: Tell who has to charge
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: "kafka:{{device-report.topic}}"
                  parameters:
                    groupId: low-battery
                    groupInstanceId: "low-battery-{{node.id}}"
                    autoCommitEnable: true
                    allowManualCommit: false
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
                                  id: low-battery-alert-once
                                  uri: kafka:low.batteries
                        otherwise:
                          id: low-battery-fine
                          steps:
                            - log:
                                id: low-battery-log
                                loggingLevel: DEBUG
                                message: fine
            """;

    private static final int REPORTS = 250;
    /** Flows whose expressions ask beans with effects: here what a vendor answered. */
    private static final Set<String> ASKING = Set.of("push-vendor");
    /** Repositories of the flows. */
    private static final Set<String> REPEATS = Set.of("pushRepeats", "replayedLetters", "roomRepeats", "toldSystemMessages");

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static Settings settings;
    private static HikariDataSource database;
    private static DefaultCamelContext running;
    private static Rehearsal rehearsal;

    @BeforeAll
    static void recordReports() throws Exception {
        settings = Settings.load(Path.of("application.properties"));
        settings.put("kafka.bootstrap-servers", KAFKA.address());
        settings.put("device-report.topic", "rehearsal.reports");
        settings.put("device-changes.topic", "rehearsal.changes");
        KafkaTopics.ensure(KAFKA.address(), Backends.topics(settings), 8, 1);
        database = Database.open("jdbc:h2:mem:rehearsal;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "campanile", "", 4);
        SqlDeviceRegistry devices = new SqlDeviceRegistry(database, Clock.systemUTC());
        running = new DefaultCamelContext();
        // Those that no stage may call; on a node they are there as well
        FlowBeans.TYPES.keySet().stream().filter(name -> !name.equals("mqttTopics") && !REPEATS.contains(name))
                .forEach(name -> running.getRegistry().bind(name, new Object()));
        REPEATS.forEach(name -> running.getRegistry().bind(name, new MemoryIdempotentRepository()));
        running.getRegistry().bind("mqttTopics", new MqttTopics());
        running.getRegistry().bind("verdicts", new GroupedBodyAggregationStrategy());
        try (KafkaTopic reports = new KafkaTopic(KAFKA.address(), settings.get("device-report.topic"))) {
            for (int device = 0; device < REPORTS / 50; device++) {
                String sn = "sn" + device;
                devices.register(new Device(sn, "retail", null), "secret");
                reports.append(sn, IntStream.range(0, 50).mapToObj(RehearsalTest::report).toArray(String[]::new));
            }
        }
        tellStates(settings.get("device-changes.topic"));
        rehearsal = rehearsal(new KafkaRecording(KAFKA.address()));
    }

    private static Rehearsal rehearsal(Recording recording) {
        DeviceTypes types = new DeviceTypes(settings.all());
        return new Rehearsal(running, settings.all(), RehearsalTest::flows, CheckFlows.check(settings), recording,
                new Rehearsals(settings, new SqlPastStates(database, types), types));
    }

    @AfterAll
    static void stop() throws IOException {
        running.close();
        database.close();
    }

    private static Collection<FlowFile> flows() {
        List<FlowFile> flows = new ArrayList<>(FlowFile.in(Path.of("routes")));
        flows.replaceAll(file -> file.flow().equals("device-alert") ? new FlowFile(file.name(), threshold(file.text(), 20)) : file);
        flows.add(new FlowFile("low-battery.camel.yaml", LOW_BATTERY));
        return flows;
    }

    private static String present(String flow) {
        return flows().stream().filter(file -> file.flow().equals(flow)).findFirst().orElseThrow().text();
    }

    /** Levels from 0 to 49; every tenth says that something is wrong. */
    private static String report(int i) {
        return "{\"report_id\":\"r-" + i + "\",\"ts\":" + (1_700_000_000_000L + i) + ",\"electricity\":{\"code\":" + (i % 10 == 0 ? 1 : 0)
                + ",\"msg\":\"low\",\"level\":" + i + "}}";
    }

    @Test
    void whatIsRefusedAtTheDoorShowsThoughOnlyWhatCameInWasRecorded() {
        Result result = rehearse("<= {{device-report.max-bytes}}", "<= 86");

        // Of 50 reports of each device the first ten have a digit less, and are two characters shorter
        assertThat(result.differences()).isEqualTo(200);
        assertThat(result.different()).allSatisfy(difference -> {
            assertThat(difference.now()).startsWith("to kafka:rehearsal.changes, deviceChange state");
            assertThat(difference.then()).startsWith("fails: ").contains("Predicate", "to direct:dead-letter");
            assertThat(difference.line()).isEqualTo(64);
        });
    }

    private static String threshold(String yaml, int level) {
        return yaml.replaceFirst("\\$\\{body.batteryLevel} < [^\"]*", "\\${body.batteryLevel} < " + level);
    }

    /** The battery of each device goes down to every level below 25, and is well in between. */
    private static void tellStates(String topic) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", KAFKA.address()),
                new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 50; i++) {
                for (int device = 0; device < 20; device++) {
                    String id = (i % 2 == 0 ? "dip-" : "back-") + i / 2;
                    String state = "{\"sn\":\"sn" + device + "\",\"type\":\"retail\",\"fields\":{\"report_id\":\"" + id + "\",\"electricity\":{\"code\":0,"
                            + "\"level\":" + (i % 2 == 0 ? i / 2 : 80) + "}},\"ts\":1,\"version\":" + (i + 1) + ",\"updatedAt\":" + (1_700_000_000_000L + i) + "}";
                    producer.send(new ProducerRecord<>(topic, null, "sn" + device, state,
                            List.of(new RecordHeader("deviceChange", "state".getBytes(StandardCharsets.UTF_8)))));
                }
            }
        }
    }

    private static Result rehearse(String from, String to) {
        String yaml = present(FLOW);
        assertThat(yaml).contains(from);
        return rehearsal.rehearse(FLOW, yaml.replace(from, to), 1_000);
    }

    @Test
    void anEditThatChangesNothingChangesNothing() {
        Result result = rehearse("description: Merge reports, keep history", "description: Merge them");

        assertThat(result.different()).isEmpty();
        assertThat(result.records()).isEqualTo(REPORTS);
        assertThat(result.same()).isEqualTo(REPORTS);
    }

    static Stream<String> shipped() {
        return FlowFile.in(Path.of("routes")).stream().map(FlowFile::flow);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyFlowCanBeRehearsedOrSaysWhyNot(String flow) {
        if (ASKING.contains(flow)) {
            assertThatThrownBy(() -> rehearsal.rehearse(flow, present(flow), 5)).hasMessageContaining("which may not be called here");
        } else {
            assertThat(rehearsal.rehearse(flow, present(flow), 5).different()).isEmpty();
        }
    }

    @Test
    void aStepThatIsTakenOutIsMissed() {
        Result result = rehearse("""
                        - to:
                            id: device-report-tell
                            description: Tell every node
                            uri: "kafka:{{device-changes.topic}}"
                """, "");

        assertThat(result.differences()).isEqualTo(REPORTS);
        assertThat(result.different()).hasSize(200).allSatisfy(difference -> {
            assertThat(difference.now()).startsWith("to kafka:rehearsal.changes, deviceChange state, key sn");
            assertThat(difference.then()).isEqualTo("nothing more");
        });
    }

    @Test
    void aFilterStopsSomeReportsAndWhatWouldHaveFollowedFromThem() {
        String yaml = present(FLOW).replaceFirst("(?m)^ {8}- bean:\\n {12}id: device-report-merge-once\\n.*\\n", """
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
                """.replace("$", "\\$"));
        // Notes are left out, since a file has its length
        Result result = rehearsal.rehearse(FLOW, yaml.replaceAll("(?m)^ {4}note: >-\\n( {6}.*\\n)+", ""), 1_000);

        assertThat(result.differences()).isEqualTo(50);
        assertThat(result.different()).filteredOn(difference -> difference.record().endsWith("0")).hasSize(25).allSatisfy(difference -> {
            assertThat(difference.now()).contains("\"state\":\"RAISED\"");
            assertThat(difference.then()).isEqualTo("nothing");
            assertThat(difference.line()).isEqualTo(102);
        });
        assertThat(result.different()).filteredOn(difference -> difference.record().endsWith("1")).hasSize(25).allSatisfy(difference -> {
            assertThat(difference.now()).contains("\"state\":\"CLEARED\"");
            assertThat(difference.then()).isEqualTo("nothing more");
        });
    }

    @Test
    void anEditedAlertThresholdNamesExactlyWhatIsRaisedAndClearedMore() {
        Result result = rehearsal.rehearse("device-alert", threshold(present("device-alert"), 25), 1_000);

        // Each device dips to 20 … 24 once, and comes back
        assertThat(result.records()).isEqualTo(1_000);
        assertThat(result.differences()).isEqualTo(200);
        assertThat(result.different()).allSatisfy(difference -> {
            assertThat(difference.record()).matches("sn\\d+ (dip|back)-2[0-4]");
            assertThat(difference.now()).isEqualTo("nothing more");
            assertThat(difference.then()).contains("deviceChange alert", difference.record().contains("dip") ? "\"state\":\"RAISED\"" : "CLEARED");
        });
    }

    @Test
    void anEditedThresholdNamesExactlyTheReportsBetweenTheTwo() {
        String present = present("low-battery");
        Result result = rehearsal.rehearse("low-battery", present.replace("< 20", "< 25"), 1_000);

        assertThat(result.different()).hasSize(25).allSatisfy(difference -> {
            assertThat(difference.record()).matches("sn\\d+ r-2[0-4]");
            assertThat(difference.now()).isEqualTo("nothing");
            assertThat(difference.then()).startsWith("to kafka:low.batteries, key sn");
            assertThat(difference.line()).isEqualTo(23);
        });
    }

    @Test
    void anEditThatReadsElsewhereIsRehearsedWithWhatIsReadNow() {
        String present = present("low-battery");
        Result result = rehearsal.rehearse("low-battery", present.replace("{{device-report.topic}}", "elsewhere").replace("< 20", "< 21"), 1_000);

        assertThat(result.records()).isEqualTo(REPORTS);
        assertThat(result.different()).hasSize(5);
    }

    @Test
    void aFlowThatDoesNotExistIsNotRehearsed() {
        assertThatThrownBy(() -> rehearsal.rehearse("nothing", "", 1)).isInstanceOf(CodedException.class).hasMessage("no such flow nothing");
    }

    @Test
    void aFlowThatReadsNoTopicHasNoRecords() {
        assertThat(rehearsal.rehearse("system-time", present("system-time"), 1_000)).isEqualTo(new Result(0, 0, List.of(), 0));
    }

    @Test
    void anEditThatCannotBeLoadedIsRefused() {
        assertThatThrownBy(() -> rehearse("method: decode", "method: decoed")).isInstanceOf(CodedException.class).hasMessageContaining("decoed");
    }

    @Test
    void oneIsRehearsedAtATime() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Rehearsal waiting = rehearsal((topics, count) -> {
            reading.countDown();
            await().until(() -> read.getCount() == 0);
            return List.of();
        });
        CompletableFuture<Result> first = CompletableFuture.supplyAsync(() -> waiting.rehearse(FLOW, present(FLOW), 1));
        await().until(() -> reading.getCount() == 0 || first.isDone());
        assertThat(first).isNotDone();

        assertThatThrownBy(() -> waiting.rehearse(FLOW, present(FLOW), 1)).isInstanceOfSatisfying(CodedException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY));
        read.countDown();
        assertThat(first.join().records()).isZero();
        assertThat(waiting.rehearse(FLOW, present(FLOW), 1).records()).isZero();
    }

    @Test
    void nothingOutsideChanges() throws Exception {
        Map<String, Object> before = outside();
        // What raises an alert, ends as a dead letter, is told and committed
        Result result = rehearse("method: decode", "method: merge");

        assertThat(result.different()).hasSize(200).allSatisfy(difference -> assertThat(difference.then()).startsWith("fails: "));
        assertThat(outside()).isEqualTo(before);
    }

    /** Everything that a flow could have left behind. */
    private static Map<String, Object> outside() throws Exception {
        Map<String, Object> found = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) KAFKA.address()))) {
            for (TopicDescription topic : admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
                    .allTopicNames().get().values()) {
                Map<TopicPartition, OffsetSpec> ends = topic.partitions().stream().collect(Collectors.toMap(
                        partition -> new TopicPartition(topic.name(), partition.partition()), partition -> OffsetSpec.latest()));
                admin.listOffsets(ends).all().get().forEach((partition, end) -> found.put(partition.toString(), end.offset()));
            }
            found.put("groups", admin.listConsumerGroups().all().get().toString());
        }
        try (Handle handle = Jdbi.create(database).open()) {
            handle.createQuery("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").mapTo(String.class).list()
                    .forEach(table -> found.put(table, handle.createQuery("SELECT * FROM \"" + table + '"').mapToMap().list().toString()));
        }
        found.put("beans of the JVM", ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream().map(Object::toString)
                .filter(name -> name.startsWith("org.apache.camel") || name.startsWith("kafka.consumer") || name.startsWith("kafka.producer"))
                .sorted().toList());
        found.put("threads of Camel", Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("Camel")).sorted().toList());
        return found;
    }
}
