package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.CodedException;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.domain.deadletter.Replays;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.RecordedReport;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.flow.LetterFormat;
import io.campanile.flow.deadletter.DeadLetterArchive;
import io.campanile.flow.deadletter.DeadLetterReplay;
import io.campanile.flow.deadletter.ReplayRequests;
import io.campanile.settings.Settings;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlDeadLetters;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlDeviceStates;
import io.campanile.store.sql.SqlReportHistory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A dead letter's way from the flow in which it failed to the operator, and back, by the files as they are shipped. */
class DeadLetterFlowTest {

    private static final String EDGE = "direct:device-report";

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static HikariDataSource database;
    private static SqlDeviceStates states;
    private static DeadLetterStore store;

    private RunningFlows flows;
    private Replays replays;
    private KafkaTopic reports;
    private KafkaTopic letters;

    @BeforeAll
    static void startBackends() throws Exception {
        database = Database.open("jdbc:h2:mem:letters;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "campanile", "", 8);
        states = new SqlDeviceStates(database, new DeviceTypes(Settings.load(Path.of("application.properties")).all()));
        store = new SqlDeadLetters(database);
    }

    @AfterAll
    static void stopBackends() {
        database.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        for (String table : List.of("device", "report", "dead_letter")) {
            Jdbi.create(database).useHandle(handle -> handle.execute("DELETE FROM " + table));
        }
        new SqlDeviceRegistry(database, Clock.systemUTC()).register(new Device("sn1", "retail", null), "secret");
        flows = RunningFlows.start(KAFKA.address(), "DeadLetterFlowTest." + test.getTestMethod().orElseThrow().getName(), new Ports(states, null, null),
                this::bind, Map.of(), "device-report", "dead-letter-store", "dead-letter-replay");
        reports = flows.topic("device-report.topic");
        letters = flows.topic("dead-letter.topic");
    }

    private void bind(CamelContext camel) {
        camel.getRegistry().bind("deadLetterArchive",
                new DeadLetterArchive(store, new LetterFormat(new ObjectMapper()), Duration.ofDays(30), Clock.systemUTC()));
        camel.getRegistry().bind("deadLetterReplay", new DeadLetterReplay(store, camel, Clock.systemUTC()));
        camel.getRegistry().bind("replayedLetters", new MemoryIdempotentRepository());
        replays = new ReplayRequests(camel.createProducerTemplate(), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        reports.close();
        letters.close();
        flows.close();
    }

    @Test
    void whatFailedBeforeKafkaGoesBackEditedToTheStartOfItsFlowAndTheSameAgainDoesNothing() {
        flows.send(EDGE, "sn1", "{\"report_id\":\"r-1\"}");
        DeadLetter letter = onlyLetter();
        assertThat(letter.flow()).isEqualTo("device-report");
        assertThat(letter.routeId()).isEqualTo("device-report-accept");
        assertThat(letter.cause()).isEqualTo("required property 'ts' not found");
        assertThat(letter.body()).asString().isEqualTo("{\"report_id\":\"r-1\"}");
        assertThat(letter.headers()).containsEntry("kafka.KEY", "sn1");
        assertThat(letter.replayedAt()).isNull();

        DeadLetter replayed = replays.replay(letter.id(), "{\"report_id\":\"r-1\",\"ts\":1000}");
        assertThat(replayed.replayedAt()).isNotNull();
        await().until(() -> history().size() == 1);
        assertThat(replays.replay(letter.id(), "{\"report_id\":\"r-1\",\"ts\":1000}").replayedAt()).isEqualTo(replayed.replayedAt());
        assertThat(reports.records()).hasSize(1);
        assertThat(KafkaTopic.header(reports.records().get(0), "replayOf")).isEqualTo(letter.id());
    }

    @Test
    void whatFailsAgainIsALetterThatNamesTheFirstAndKeepsItsBreadcrumb() {
        flows.send(EDGE, "sn1", "{\"report_id\":\"r-1\"}");
        DeadLetter first = onlyLetter();
        assertThat(replays.replay(first.id(), "{\"ts\":\"late\"}").replayedAt()).isNotNull();
        await().until(() -> all().size() == 2);
        DeadLetter second = all().get(1);
        assertThat(second.replayOf()).isEqualTo(first.id());
        assertThat(second.breadcrumb()).isEqualTo(first.breadcrumb());
        assertThat(second.body()).asString().isEqualTo("{\"ts\":\"late\"}");
        replays.replay(first.id(), "{\"ts\":\"late\"}");
        assertThat(letters.records()).hasSize(2);
    }

    @Test
    void whatFailedBehindKafkaGoesBackToItsTopicWithItsKeyAndHeaders() throws Exception {
        reports.append("stranger", "{\"report_id\":\"r-1\",\"ts\":1000}");
        DeadLetter letter = onlyLetter();
        assertThat(letter.routeId()).isEqualTo("device-report-merge");
        assertThat(letter.source()).endsWith("device.reports");

        new SqlDeviceRegistry(database, Clock.systemUTC()).register(new Device("stranger", "retail", null), "secret");
        replays.replay(letter.id(), null);
        await().until(() -> new SqlReportHistory(database).page("stranger", 0, Long.MAX_VALUE, null, 10).size() == 1);
        assertThat(reports.values("stranger")).hasSize(2);
        assertThat(all()).hasSize(1);
    }

    @Test
    void aBatchThatIsDoneAgainMakesNoSecondLetter() throws Exception {
        reports.append("sn1", "no report");
        onlyLetter();
        letters.append("sn1", letters.values("sn1").get(0));
        letters.append("sn1", "the end");
        await().until(() -> all().size() == 2);
        assertThat(all().get(1).body()).asString().isEqualTo("the end");
    }

    @Test
    void whatIsNoDeadLetterIsOneAndWhatNoTextHoldsIsKeptAsItCame() throws Exception {
        letters.append("x", "not JSON", "{}", "\u0000", "{\"id\":\"1\",\"body\":\"\\ud800\"}");
        byte[] binary = {(byte) 0xC3, 0x28, 0};
        flows.send(EDGE, "sn1", binary);
        await().until(() -> all().size() == 5);
        assertThat(all()).anySatisfy(letter -> assertThat(letter.body()).isEqualTo(binary));
        assertThat(all().stream().filter(letter -> letter.flow().equals("dead-letter"))).hasSize(4);
        await().until(() -> letters.lag("dead-letter-store") == 0);
    }

    @Test
    void aGiantIsKeptInPartAndGoesBackOnlyEdited() {
        flows.send(EDGE, "sn1", ("x" + "\uD83D\uDE00".repeat(700_000)).getBytes(StandardCharsets.UTF_8));
        DeadLetter letter = onlyLetter();
        assertThat(letter.truncated()).isTrue();
        assertThatThrownBy(() -> replays.replay(letter.id(), null)).isInstanceOf(CodedException.class).hasMessageStartingWith("body: ");
        replays.replay(letter.id(), "{\"report_id\":\"r-1\",\"ts\":1000}");
        await().until(() -> history().size() == 1);
    }

    private DeadLetter onlyLetter() {
        await().until(() -> all().size() == 1);
        return all().get(0);
    }

    private static List<DeadLetter> all() {
        return store.page(DeadLetterFilter.ALL, null, false, 200).letters();
    }

    private static List<RecordedReport> history() {
        return new SqlReportHistory(database).page("sn1", 0, Long.MAX_VALUE, null, 200);
    }
}
