package io.campanile.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.HighWaterMark;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Inboxes.Confirmation;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import io.campanile.domain.message.Message;
import io.campanile.domain.push.WebhookSignature;
import io.campanile.fixture.FcmVendor;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.fixture.TestClock;
import io.campanile.fixture.WebhookReceiver;
import io.campanile.fixture.WebhookReceiver.Call;
import io.campanile.flow.notification.FcmAccess;
import io.campanile.flow.notification.FcmAccount;
import io.campanile.flow.notification.FcmRequests;
import io.campanile.flow.notification.NotificationWebhook;
import io.campanile.flow.notification.PushNotifications;
import io.campanile.flow.notification.VendorEndpoints;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.InboxEpochs;
import io.campanile.store.sql.SqlInboxes;
import io.campanile.store.sql.SqlInstallations;
import io.campanile.store.sql.SqlNotices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What nobody confirms, from the inbox to the vendor: the flows by their files. Each test writes to a user of its own. */
class PushNotificationFlowTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final TestClock CLOCK = new TestClock(System.currentTimeMillis());
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    static Path directory;
    private static WebhookReceiver vendor;
    private static WebhookReceiver second;
    private static FcmVendor fcm;
    private static HikariDataSource database;
    private static Inboxes inboxes;
    private static Installations installations;
    private static PushNotifications notifications;
    private static RunningFlows flows;
    private static int users;

    private final String bob = "bob" + ++users;

    @BeforeAll
    static void start() throws Exception {
        vendor = new WebhookReceiver();
        second = new WebhookReceiver();
        fcm = new FcmVendor();
        database = Database.open("jdbc:h2:mem:notification;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "campanile", "", 8);
        InboxEpochs epochs = new InboxEpochs(database, new NothingRemembered(), CLOCK);
        inboxes = new SqlInboxes(epochs, DELAY, 500, CLOCK);
        installations = new SqlInstallations(database);
        notifications = new PushNotifications(new SqlNotices(database, epochs, DELAY, Set.of("webhook", "fcm"), CLOCK), JSON, CLOCK);
        flows = RunningFlows.start(KAFKA.address(), "notification", new Ports(null, null, null).with(database, CLOCK), PushNotificationFlowTest::bind, Map.of(
                "due.poll-ms", "50",
                "push-vendor.timeout-ms", "500",
                "camel.beans.pushNotificationRedelivery.maximumRedeliveries", "20",
                "camel.beans.pushNotificationRedelivery.redeliveryDelay", "20",
                "camel.beans.pushNotificationRedelivery.maximumRedeliveryDelay", "100"), "push-notification", "push-vendor");
    }

    private static void bind(CamelContext camel) {
        camel.getRegistry().bind("pushNotifications", notifications);
        camel.getRegistry().bind("pushNotificationLetter", (Processor) notifications::giveUp);
        camel.getRegistry().bind("notificationWebhook", new NotificationWebhook(WebhookSignature.of(SECRET), JSON, CLOCK));
        camel.getRegistry().bind("webhookEndpoints", new VendorEndpoints(List.of(vendor.url(), second.url()), 1_000));
        try {
            FcmAccount account = FcmAccount.read(fcm.keyFile(directory), JSON);
            camel.getRegistry().bind("fcmRequests", new FcmRequests(new FcmAccess(account, Duration.ofSeconds(5), JSON, CLOCK), installations, JSON));
            camel.getRegistry().bind("fcmEndpoints", new VendorEndpoints(List.of(fcm.url() + "/v1/projects/" + account.projectId() + "/messages:send"), 1_000));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        flows.close();
        vendor.close();
        second.close();
        fcm.close();
        database.close();
    }

    @BeforeEach
    void wellAgain() {
        vendor.answers(200);
        second.answers(200);
        fcm.answers(200, "{}");
    }

    @Test
    void whatWaitsIsToldTogetherTheWeightiestFirstAndOnce() throws Exception {
        install("phone-1", "webhook", false);
        install("phone-2", "webhook", false);
        String light = send("alice", 5);
        String heavy = send("carol", 9);
        String later = send("alice", 0);
        pass(DELAY);
        await().until(() -> callsOf(bob).size() == 1);

        Call call = callsOf(bob).get(0);
        JsonNode body = JSON.readTree(call.body());
        assertThat(body.path("user_id").asText()).isEqualTo(bob);
        assertThat(body.findValuesAsText("msg_id")).containsExactly(heavy, light, later);
        assertThat(body.path("installations").findValuesAsText("token")).containsExactly("token-phone-1", "token-phone-2");
        assertThat(call.body()).as("what they say is for the inbox alone").doesNotContain("hello");
        assertThat(call.signature()).isEqualTo(WebhookSignature.of(SECRET).sign(call.id(), Long.parseLong(call.timestamp()), call.body().getBytes(UTF_8)));
        awaitState("sent");

        String another = send("alice", 5);
        pass(DELAY.multipliedBy(2));
        await().until(() -> callsOf(bob).size() == 2);
        assertThat(JSON.readTree(callsOf(bob).get(1).body()).findValuesAsText("msg_id")).containsExactly(another);
        pass(DELAY.multipliedBy(2));
        assertThat(states()).containsExactly("sent", "sent");
    }

    @Test
    void anyConfirmationCancelsIt() {
        install("phone", "webhook", false);
        send("alice", 5);
        confirm(1);
        send("alice", 5);
        pass(DELAY.minusSeconds(1));
        send("alice", 5);
        confirm(2);
        pass(Duration.ofSeconds(9));
        assertThat(states()).as("9 s after the last confirmation").isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(states()).as("10 s after it").hasSize(1);
    }

    @Test
    void whatIsConfirmedWhileTheVendorFailsIsNotSent() {
        vendor.answers(500);
        second.answers(500);
        install("phone", "webhook", false);
        send("alice", 5);
        pass(DELAY);
        await().until(() -> callsOf(bob).size() >= 2);
        confirm(1);
        awaitState("cancelled");

        assertThat(callsOf(bob)).extracting(Call::answered).containsOnly(500);
    }

    @Test
    void aFailingAddressIsMadeUpForByTheOtherUnderTheSameId() {
        vendor.answers(500);
        install("phone", "webhook", false);
        for (int i = 1; i <= 4; i++) {
            send("alice", 5);
            pass(DELAY);
            List<String> sent = java.util.Collections.nCopies(i, "sent");
            await().until(() -> states().equals(sent));
        }
        assertThat(callsOf(bob).stream().filter(call -> call.answered() == 200).map(Call::id)).doesNotHaveDuplicates().hasSize(4);
        assertThat(callsOf(bob).stream().map(Call::id).distinct()).hasSize(4);
    }

    @Test
    void onlyAfterTheLastAttemptItIsADeadLetterAndTheTraceKnows() throws Exception {
        vendor.answers(500);
        second.answers(500);
        install("phone", "webhook", false);
        send("alice", 5);
        try (KafkaTopic letters = flows.topic("dead-letter.topic").fromNow()) {
            pass(DELAY);
            await().until(() -> letters.records().size() == 1);
            JsonNode letter = JSON.readTree(letters.records().get(0).value());
            assertThat(letter.path("flow").asText()).isEqualTo("push-notification");
            assertThat(JSON.readTree(letter.path("body").asText()).path("notice_id").asText()).isEqualTo(callsOf(bob).get(0).id());
        }
        assertThat(states()).containsExactly("dead");
        assertThat(detail()).contains("500");
        await().until(() -> due() == 0);
    }

    @Test
    void aVendorThatDoesNotAnswerHoldsUpNobody() {
        install("phone", "webhook", false);
        send("alice", 5);
        vendor.hold();
        second.hold();
        pass(DELAY);
        await().until(() -> callsOf(bob).size() >= 2);
        fcmReachesAnotherUserMeanwhile();
        vendor.release();
        second.release();
        awaitState("sent");
    }

    private void fcmReachesAnotherUserMeanwhile() {
        String carol = "carol" + users;
        installations.put(new Installation(carol, "phone", "fcm", "fcm-" + carol, false, 1));
        send("alice", carol, 5, 0);
        pass(DELAY);
        await().until(() -> fcm.calls().stream().anyMatch(call -> call.body().contains("fcm-" + carol)));
    }

    @Test
    void fcmGetsEachInstallationOnOneAccessToken() throws Exception {
        install("phone-1", "fcm", false);
        install("phone-2", "fcm", false);
        install("phone-3", "fcm", true);
        String msgId = send("alice", 5);
        pass(DELAY);
        await().until(() -> states().equals(List.of("sent", "sent")));

        List<FcmVendor.Call> calls = fcm.calls().stream().filter(call -> call.body().contains(bob)).toList();
        assertThat(calls).extracting(FcmVendor.Call::path).containsOnly("/v1/projects/p1/messages:send");
        assertThat(calls.stream().map(FcmVendor.Call::authorization).distinct()).hasSize(1);
        JsonNode message = JSON.readTree(calls.get(0).body()).path("message");
        assertThat(message.path("data").path("msg_id").asText()).isEqualTo(msgId);
        assertThat(calls.stream().map(call -> token(call.body()))).containsExactlyInAnyOrder("token-phone-1", "token-phone-2");
    }

    @Test
    void anInstallationThatFcmKnowsNoMoreIsRemoved() {
        install("phone", "fcm", false);
        fcm.answers(404, "{\"error\":{\"details\":[{\"errorCode\":\"UNREGISTERED\"}]}}");
        send("alice", 5);
        pass(DELAY);
        await().until(() -> installations.of(bob).isEmpty());
        awaitState("sent");
    }

    @Test
    void aRefusedAccessTokenIsRenewed() {
        install("phone", "fcm", false);
        send("alice", 5);
        pass(DELAY);
        awaitState("sent");
        String used = lastFcm().authorization().substring("Bearer ".length());
        fcm.refuses(used);
        send("alice", 5);
        pass(DELAY);
        await().until(() -> states().equals(List.of("sent", "sent")));
        assertThat(lastFcm().authorization()).doesNotEndWith(used);
    }

    @Test
    void nothingIsSentOfWhatIsOwnOverOrReadOrToNobody() {
        install("phone", "webhook", false);
        send(bob, "dave", 5, 0);
        send("alice", bob, 5, CLOCK.millis() + 1_000);
        pass(DELAY);
        assertThat(states()).as("one's own, and what ran out meanwhile").isEmpty();

        send("alice", 5);
        read("alice", 2);
        pass(DELAY);
        assertThat(states()).as("read elsewhere").isEmpty();

        installations.remove(bob, "phone");
        install("muted", "webhook", true);
        send("alice", 5);
        pass(DELAY);
        assertThat(states()).as("there is none it could go to, and the trace says so").containsExactly("nobody");
        assertThat(callsOf(bob)).isEmpty();
    }

    private void install(String clientId, String provider, boolean muted) {
        installations.put(new Installation(bob, clientId, provider, "token-" + clientId, muted, CLOCK.millis()));
    }

    private String send(String from, int weight) {
        return send(from, bob, weight, 0);
    }

    private static String send(String from, String to, int weight, long lossTime) {
        String msgId = java.util.UUID.randomUUID().toString();
        inboxes.append(List.of(new Message(msgId, ConversationId.ofPair(from, to), from, to, null, "text", "\"hello\"", lossTime, weight,
                CLOCK.millis(), null, List.of())));
        return msgId;
    }

    private void confirm(long inboxSeq) {
        inboxes.confirm(List.of(new Confirmation(bob, "phone", inboxes.resume(bob, "phone").epoch(), inboxSeq, "node-1", CLOCK.millis())));
    }

    private void read(String from, long seq) {
        Jdbi.create(database).useHandle(handle -> handle.execute("UPDATE participation SET read_seq = ? WHERE user_id = ? AND conversation_id = ?",
                seq, bob, ConversationId.ofPair(from, bob)));
    }

    /** Lets the time pass, and looks for whom to notify. */
    private static void pass(Duration time) {
        CLOCK.advance(time);
        notifications.make(2);
    }

    private void awaitState(String state) {
        await().until(() -> states().equals(List.of(state)));
    }

    private List<String> states() {
        return column("state");
    }

    private String detail() {
        return column("detail").get(0);
    }

    private List<String> column(String name) {
        return Jdbi.create(database).withHandle(handle -> handle.createQuery("SELECT " + name + " FROM push_notification WHERE user_id = ? ORDER BY made_at")
                .bind(0, bob).mapTo(String.class).list());
    }

    private long due() {
        return Jdbi.create(database).withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM due JOIN push_notification n ON n.notice_id = due.subject "
                + "WHERE n.user_id = ?").bind(0, bob).mapTo(Long.class).one());
    }

    private static List<Call> callsOf(String user) {
        List<Call> calls = new ArrayList<>(vendor.calls());
        calls.addAll(second.calls());
        return calls.stream().filter(call -> call.body().contains("\"" + user + "\"")).toList();
    }

    private static FcmVendor.Call lastFcm() {
        return fcm.calls().get(fcm.calls().size() - 1);
    }

    private static String token(String body) {
        try {
            return JSON.readTree(body).path("message").path("token").asText();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The database is never restored here. */
    private static final class NothingRemembered implements HighWaterMark {

        @Override
        public long get() {
            return 0;
        }

        @Override
        public void set(long mark) {
            // nobody asks
        }
    }
}
