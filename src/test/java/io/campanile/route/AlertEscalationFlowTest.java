package io.campanile.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.WebhookSignature;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Household;
import io.campanile.domain.session.Household.Resident;
import io.campanile.domain.session.Role;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.fixture.TestClock;
import io.campanile.fixture.WebhookReceiver;
import io.campanile.fixture.WebhookReceiver.Call;
import io.campanile.flow.device.EscalationWebhook;
import io.campanile.flow.device.Escalations;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlAccounts;
import io.campanile.store.sql.SqlAlerts;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlDeviceStates;
import io.campanile.store.sql.SqlDueRecords;
import io.campanile.store.sql.SqlHouseholds;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An alert that nobody acknowledges, from the operators to the webhook: the flows by their files. */
class AlertEscalationFlowTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final List<Push> PUSHED = new CopyOnWriteArrayList<>();
    private static final TestClock CLOCK = new TestClock(System.currentTimeMillis());
    private static WebhookReceiver vendor;
    private static HikariDataSource database;
    private static RunningFlows flows;
    private static SqlAlerts alerts;
    private static SqlDeviceStates states;
    private static int reports;

    @BeforeAll
    static void start() throws Exception {
        vendor = new WebhookReceiver();
        database = Database.open("jdbc:h2:mem:escalation;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "campanile", "", 8);
        new SqlDeviceRegistry(database, CLOCK).register(new Device("d1", "retail", null), "secret");
        new SqlAccounts(database, CLOCK).createIfAbsent(new Account("uwe", "hash", Set.of(Role.USER)));
        new SqlHouseholds(database, CLOCK).put(new Household("1", List.of(new Resident("uwe", null)), Set.of("d1")));
        alerts = new SqlAlerts(database, CLOCK);
        Properties types = new Properties();
        types.setProperty("device.type.retail", "electricity");
        states = new SqlDeviceStates(database, new DeviceTypes(types));
        Ports ports = new Ports(null, null, null, AlertEscalationFlowTest::push, new NoOutcomes(), database, CLOCK);
        flows = RunningFlows.start(KAFKA.address(), "escalation", ports, AlertEscalationFlowTest::bind, Map.of(
                "escalation.webhook.url", vendor.url(), "due.poll-ms", "50",
                "camel.beans.alertWebhookRedelivery.maximumRedeliveries", "30",
                "camel.beans.alertWebhookRedelivery.redeliveryDelay", "20",
                "camel.beans.alertWebhookRedelivery.maximumRedeliveryDelay", "100",
                "camel.resilience4j.waitDurationInOpenState", "1"), "alert-escalation", "alert-webhook", "push-broadcast");
    }

    private static void bind(CamelContext camel) {
        ObjectMapper json = new ObjectMapper();
        Escalations escalations = new Escalations(alerts, new SqlHouseholds(database, CLOCK), new SqlDueRecords(database, CLOCK), json, CLOCK);
        camel.getRegistry().bind("escalations", escalations);
        camel.getRegistry().bind("escalationLetter", (Processor) escalations::letter);
        camel.getRegistry().bind("escalationWebhook", new EscalationWebhook(WebhookSignature.of(SECRET), json, CLOCK));
    }

    @AfterAll
    static void stop() {
        flows.close();
        vendor.close();
        database.close();
    }

    @BeforeEach
    void quiet() {
        PUSHED.clear();
        vendor.answers(200);
    }

    @Test
    void operatorsThenResidentsThenTheWebhookAreCalledInTheirTime() {
        String id = raise();
        pause(Duration.ofSeconds(60));
        await().until(() -> PUSHED.size() == 1);
        pause(Duration.ofMinutes(5));
        await().until(() -> PUSHED.size() == 2);
        assertThat(callsOf(id)).isEmpty();
        pause(Duration.ofMinutes(5));
        await().until(() -> callsOf(id).size() == 1);

        assertThat(PUSHED).extracting(push -> push.target().where(), push -> push.target().users()).containsExactly(
                org.assertj.core.groups.Tuple.tuple(Map.of("role", "operator"), List.of()),
                org.assertj.core.groups.Tuple.tuple(Map.of(), List.of("uwe")));
        assertThat(PUSHED).allSatisfy(push -> {
            assertThat(push.service()).isEqualTo("/push/device/escalation");
            assertThat(push.values()).containsEntry("alert_id", id).containsEntry("state", "raised");
        });
        Call call = callsOf(id).get(0);
        assertThat(call.body()).contains("\"type\":\"device.alert.escalated\"", "\"data\":{\"alert_id\":\"" + id + "\"");
        assertThat(call.signature()).isEqualTo(WebhookSignature.of(SECRET).sign(call.id(), Long.parseLong(call.timestamp()), call.body().getBytes(UTF_8)));
        await().until(() -> dueOf(id) == 0);
    }

    @Test
    void theFirstAcknowledgementStopsIt() {
        String id = raise();
        pause(Duration.ofSeconds(60));
        await().until(() -> PUSHED.size() == 1);
        alerts.acknowledge(id, "uwe");

        assertThat(dueOf(id)).as("what is not due is not done").isZero();
    }

    @Test
    void theEndOfTheAlertStopsIt() {
        String id = raise();
        pause(Duration.ofSeconds(60));
        await().until(() -> PUSHED.size() == 1);
        clear();

        assertThat(dueOf(id)).isZero();
    }

    @Test
    void aVendorThatFailsForAWhileLosesNothingAndHoldsUpNobody() {
        vendor.answers(500);
        String id = toWebhook();
        await().until(() -> callsOf(id).size() >= 3);
        clear();
        String other = raise();
        pause(Duration.ofSeconds(60));
        await().until(() -> PUSHED.stream().anyMatch(push -> push.values().containsValue(other)));
        clear();
        String last = toWebhook();
        vendor.answers(200);

        await().until(() -> callsOf(last).stream().anyMatch(call -> call.answered() == 200));
        assertThat(callsOf(last)).extracting(Call::id).containsOnly("alert-" + last);
        assertThat(callsOf(id)).as("it was over before the vendor was well").noneMatch(call -> call.answered() == 200);
        clear();
    }

    @Test
    void onlyAfterTheLastAttemptItIsADeadLetter() throws Exception {
        vendor.answers(500);
        try (KafkaTopic letters = flows.topic("dead-letter.topic")) {
            String id = toWebhook();
            await().until(() -> letters.values(id).size() == 1);
            JsonNode letter = new ObjectMapper().readTree(letters.values(id).get(0));
            assertThat(letter.path("flow").asText()).isEqualTo("alert-webhook");
            assertThat(letter.path("body").asText()).as("what can be sent again").startsWith("{\"alert_id\":\"" + id);
            await().until(() -> dueOf(id) == 0);
        }
        clear();
    }

    private String toWebhook() {
        String id = raise();
        for (Duration after : List.of(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofMinutes(5))) {
            pause(after);
        }
        return id;
    }

    /** Lets the time pass until the next step, once that is set. */
    private static void pause(Duration time) {
        await().until(() -> soonest() > CLOCK.millis());
        CLOCK.advance(time);
    }

    private static long soonest() {
        return Jdbi.create(database).withHandle(handle -> handle.createQuery("SELECT COALESCE(MIN(due_at), 0) FROM due WHERE kind = 'alert-escalation' AND attempts = 0")
                .mapTo(Long.class).one());
    }

    private static long dueOf(String id) {
        return Jdbi.create(database).withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM due WHERE subject = ?").bind(0, id).mapTo(Long.class).one());
    }

    private static List<Call> callsOf(String alertId) {
        return vendor.calls().stream().filter(call -> call.id().endsWith(alertId)).toList();
    }

    private static String raise() {
        report(0);
        report(5);
        return alerts.page(new AlertQuery("d1", null, null), null, null, 1).get(0).alertId();
    }

    private static void clear() {
        report(0);
    }

    private static void report(int code) {
        CLOCK.advance(Duration.ofMillis(1));
        int n = ++reports;
        states.merge(List.of(new Report("d1", "r" + n, n, CLOCK.millis(), Map.of("electricity", Map.of("code", code, "msg", "m")), "{}")));
    }

    private static CompletableFuture<PushOutcome> push(Push push) {
        PUSHED.add(push);
        return CompletableFuture.completedFuture(new PushOutcome(1, 1, Map.of()));
    }

    /** Nobody asks what became of pushes here. */
    private static final class NoOutcomes implements PushOutcomes {

        @Override
        public void accepted(String pushId) {
            throw new AssertionError("these pushes come from a flow");
        }

        @Override
        public void tell(String pushId, PushOutcome ofThisNode) {
            // nobody asks
        }

        @Override
        public Optional<Collected> find(String pushId) {
            return Optional.empty();
        }
    }
}
