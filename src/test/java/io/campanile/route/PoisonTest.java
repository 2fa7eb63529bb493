package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Presence;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.Watchers;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.LetterFormat;
import io.campanile.flow.device.CommandDelivery;
import io.campanile.flow.device.DeviceCommands;
import io.campanile.flow.deadletter.DeadLetterArchive;
import io.campanile.settings.Settings;
import io.campanile.standalone.EmbeddedKafka;
import io.campanile.store.sql.CommandTimes;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlCommandQueues;
import io.campanile.store.sql.SqlDeadLetters;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlDeviceStates;
import io.campanile.store.sql.SqlPresences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that nobody should write, in the middle of what every keyed flow reads: those behind them are done all the same,
 * and each of them is with the operator. PostgreSQL takes less than H2 does.
 */
class PoisonTest {

    private static final int PARTITION = 0;
    private static final byte[] NO_TEXT = {(byte) 0xC3, 0x28, (byte) 0xED, (byte) 0xA0, (byte) 0x80, 0};
    private static final List<byte[]> VALUES = Arrays.asList(
            null, bytes(""), bytes("{"), bytes("null"), bytes("[]"), bytes("3"), bytes("\"x\""), bytes("{}"), bytes("\u0000"), NO_TEXT,
            bytes("{\"report_id\":\"\\u0000\",\"ts\":\"\\ud800\",\"online\":\"\\ud800\",\"connection_id\":\"\\u0000\"}"),
            bytes("{\"report_id\":\"half\",\"ts\":1,\"properties\":{\"x\":\"\\ud800\"},\"online\":true,\"connection_id\":\"" + "x".repeat(200) + "\"}"),
            bytes("{\"report_id\":\"" + "r".repeat(200) + "\",\"ts\":1,\"online\":true,\"ts\":9223372036854775807}"),
            bytes("[".repeat(5_000)), bytes("{\"a\":".repeat(999) + "1" + "}".repeat(999)),
            bytes("\uD83D\uDE00".repeat(250_000)), bytes("\u0001".repeat(1_000_000)), new byte[1_000_000]);
    private static final List<byte[]> KEYS = Arrays.asList(null, new byte[0], NO_TEXT, bytes("k".repeat(200_000)), bytes("stranger"));

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;
    private static EmbeddedKafka kafka;
    private static SqlDeadLetters store;
    private static KafkaProducer<byte[], byte[]> anybody;
    private static RunningFlows flows;
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory);
        DataSource database = DATABASE.dataSource();
        store = new SqlDeadLetters(database);
        DeviceTypes types = new DeviceTypes(Settings.load(Path.of("application.properties")).all());
        flows = RunningFlows.start(kafka.address(), "poison", new Ports(new SqlDeviceStates(database, types), new SqlPresences(database),
                        new ToldWatchers(), PoisonTest::sent, new ToldOutcomes(), null, Clock.systemUTC()), PoisonTest::bind,
                Map.of("device-command.topic", "poison.device.commands"), "device-command", "device-report", "device-presence", "device-watch", "push-broadcast", "dead-letter-store");
        anybody = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.address()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void bind(CamelContext camel) {
        DeviceCommands commands = new DeviceCommands(65_536, new ObjectMapper(), Clock.systemUTC());
        camel.getRegistry().bind("deviceCommands", commands);
        camel.getRegistry().bind("commandDelivery", new CommandDelivery(camel, new SqlCommandQueues(DATABASE.dataSource(), new CommandTimes(5_000, 60_000, true),
                Clock.systemUTC()), delivery -> CompletableFuture.completedFuture(true), true, commands, camel.getRegistry().lookupByNameAndType(
                        "deadLetters", DeadLetters.class)));
        camel.getRegistry().bind("deadLetterArchive",
                new DeadLetterArchive(store, new LetterFormat(new ObjectMapper()), Duration.ofDays(30), Clock.systemUTC()));
    }

    @BeforeEach
    void register() {
        new SqlDeviceRegistry(DATABASE.dataSource(), Clock.systemUTC()).register(new Device("sn1", "retail", null), "secret");
    }

    @AfterAll
    static void stop() {
        anybody.close();
        flows.close();
        kafka.close();
    }

    @Test
    void ofReports() throws Exception {
        poison("device-report.topic", "device-report", "sn1", "{\"report_id\":\"good\",\"ts\":2000}", "state 2000");
    }

    @Test
    void ofPresence() throws Exception {
        poison("device-presence.topic", "device-presence", "sn1", "{\"online\":true,\"connection_id\":\"c\",\"ts\":3000}", "presence 3000");
    }

    @Test
    void ofCommands() throws Exception {
        String good = "{\"command_id\":\"unknown\",\"code\":0,\"msg\":\"\",\"values\":{}}";
        try (KafkaTopic records = flows.topic("device-command.topic")) {
            for (String kind : List.of("given", "reply", "confirmed", "listening", "due", "what?")) {
                for (byte[] value : VALUES) {
                    append(records.name(), bytes("sn1"), value, "deviceCommand", bytes(kind));
                }
                for (byte[] key : KEYS) {
                    append(records.name(), key, bytes("{\"command_id\":\"" + "c".repeat(500) + "\",\"connection_id\":\"" + "c".repeat(500) + "\"}"),
                            "deviceCommand", bytes(kind));
                }
                append(records.name(), bytes("sn1"), bytes("{\"command_id\":\"\\u0000\",\"connection_id\":\"" + "c".repeat(500) + "\",\"code\":0}"),
                        "deviceCommand", bytes(kind));
            }
            append(records.name(), bytes("sn1"), bytes(good), "deviceCommand", bytes("reply"));
            anybody.flush();
            await().until(() -> letters("device-command").stream().anyMatch(letter -> letter.cause().equals("no such command unknown")));
            assertThat(letters("device-command")).filteredOn(letter -> letter.cause().equals("no such command unknown"))
                    .allSatisfy(letter -> assertThat(letter.body()).asString().isEqualTo(good));
        }
    }

    @Test
    void ofChanges() throws Exception {
        poison("device-changes.topic", "device-watch", "sn1",
                "{\"sn\":\"sn1\",\"type\":\"retail\",\"online\":true,\"ts\":4000}", "presence 4000");
    }

    @Test
    void ofPushes() throws Exception {
        long now = System.currentTimeMillis();
        poison("push-broadcast.topic", "push-broadcast", "good",
                "{\"push_id\":\"good\",\"target\":{\"all\":true},\"values\":{},\"accepted_at\":" + now + "}", "push good");
    }

    @Test
    void ofDeadLetters() throws Exception {
        poison("dead-letter.topic", "dead-letter", "x", "the last one", null);
        await().until(() -> letters("dead-letter").stream().anyMatch(letter -> new String(letter.body(), StandardCharsets.UTF_8).equals("the last one")));
    }

    /** @param told what is to be told of the good record at the end */
    private static void poison(String topic, String flow, String goodKey, String good, String told) throws Exception {
        try (KafkaTopic records = flows.topic(topic)) {
            for (byte[] value : VALUES) {
                append(records.name(), bytes(goodKey), value);
            }
            for (byte[] key : KEYS) {
                append(records.name(), key, bytes("{\"report_id\":\"keyed\",\"ts\":9223372036854775807,\"online\":\"x\"}"));
            }
            append(records.name(), bytes(goodKey), bytes("x"), "CamelFileName", bytes("x"), "kafka.OVERRIDE_TOPIC", bytes("elsewhere"),
                    "", NO_TEXT, "huge", new byte[700_000], "binary", NO_TEXT, "data", bytes("data:;base64,!"), "none", null, "\u0000", bytes("\u0000"));
            append(records.name(), bytes(goodKey), bytes(good), "deviceChange", bytes("presence"));
            anybody.flush();
            await().until(() -> told == null || TOLD.contains(told));
            await().until(() -> letters(flow).size() >= VALUES.size());
        }
        assertThat(letters(flow)).isNotEmpty().allSatisfy(letter -> {
            assertThat(letter.cause()).isNotBlank();
            assertThat(letter.body().length).isLessThanOrEqualTo(524_288);
        });
    }

    private static void append(String topic, byte[] key, byte[] value, Object... headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, PARTITION, key, value);
        Headers of = record.headers();
        for (int i = 0; i < headers.length; i += 2) {
            of.add((String) headers[i], (byte[]) headers[i + 1]);
        }
        anybody.send(record);
    }

    private static List<DeadLetter> letters(String flow) {
        return store.page(new DeadLetterFilter(flow, null, null, null, null, null), null, false, 200).letters();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CompletableFuture<PushOutcome> sent(Push push) {
        TOLD.add("push " + push.pushId());
        return CompletableFuture.completedFuture(new PushOutcome(1, 1, Map.of()));
    }

    /** Somebody who watches. */
    private static final class ToldWatchers implements Watchers {

        @Override
        public void stateChanged(DeviceState state) {
            TOLD.add("state " + state.ts());
        }

        @Override
        public void presenceChanged(Presence presence) {
            TOLD.add("presence " + presence.ts());
        }

        @Override
        public void statusTold(String sn, String type, Map<String, Object> status) {
            TOLD.add("status " + status);
        }

        @Override
        public void replied(Answer answer) {
            TOLD.add("reply " + answer.reply().code());
        }

        @Override
        public void alertChanged(Alert alert, String type) {
            TOLD.add("alert " + alert.code());
        }
    }

    /** Nobody asks what became of pushes here. */
    private static final class ToldOutcomes implements PushOutcomes {

        @Override
        public void accepted(String pushId) {
            throw new AssertionError("these pushes come from Kafka");
        }

        @Override
        public void tell(String pushId, PushOutcome ofThisNode) {
            TOLD.add("outcome " + pushId);
        }

        @Override
        public Optional<Collected> find(String pushId) {
            return Optional.empty();
        }
    }
}
