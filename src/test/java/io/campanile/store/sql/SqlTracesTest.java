package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.domain.message.Expiries.Expired;
import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Notices;
import io.campanile.domain.message.Trace;
import io.campanile.domain.message.Trace.Event;
import io.campanile.domain.message.Trace.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a message, from its tables, and how one that nobody confirms in time ends. */
class SqlTracesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final Set<String> connected = new HashSet<>();
    private InboxFixture post;
    private SqlTraces traces;
    private SqlNotices notices;
    private SqlExpiries expiries;

    @BeforeEach
    void open() {
        DATABASE.jdbi().useHandle(handle -> List.of("push_notification", "installation").forEach(table -> handle.execute("DELETE FROM " + table)));
        post = new InboxFixture(DATABASE.dataSource());
        traces = new SqlTraces(DATABASE.dataSource(), new SqlInboxEvents(DATABASE.dataSource()), connected::contains);
        notices = new SqlNotices(DATABASE.dataSource(), post.epochs, InboxFixture.PUSH_DELAY, Set.of("webhook"), post.clock);
        expiries = new SqlExpiries(DATABASE.dataSource(), post.epochs, post.clock);
    }

    @Test
    void theFirstInstallationThatConfirmsItDeliversIt() {
        Message message = send();
        pass(Duration.ofMillis(35));
        post.confirm("bob", "phone-1", 1);
        pass(Duration.ofSeconds(5));
        post.confirm("bob", "phone-2", 1);

        Trace trace = trace(message);
        assertThat(trace.verdict()).isEqualTo("Delivered to bob's phone-1 after 35 ms");
        assertThat(trace.state()).isEqualTo(State.DELIVERED);
        assertThat(trace.events()).extracting(Event::event).containsExactly("accepted", "numbered", "confirmed", "confirmed");
        assertThat(trace.concerns("alice")).isTrue();
        assertThat(trace.concerns("bob")).isTrue();
        assertThat(trace.concerns("carol")).isFalse();
    }

    @Test
    void whileItWaitsItSaysForWhat() {
        post.send("carol", "bob", "earlier");
        Message message = send();
        assertThat(trace(message).verdict()).isEqualTo("Waiting: bob has no installation connected; no push notification was due yet");

        connected.add("bob");
        assertThat(trace(message).verdict()).isEqualTo("Waiting behind 1 earlier message that bob has not confirmed");

        post.confirm("bob", "phone", 1);
        new SqlInboxEvents(DATABASE.dataSource()).add(List.of(event(InboxEvent.PUSHED, 1, 2), event(InboxEvent.RETRIED, 2, 2)));
        assertThat(trace(message).verdict()).isEqualTo("Waiting: bob's phone was pushed it 2 times and has not confirmed it");
        assertThat(trace(message).state()).isEqualTo(State.PENDING);
    }

    @Test
    void whatWasToldOfItGoesWithItIntoANewEpoch() {
        Message delivered = post.message("alice", "bob", "delivered");
        post.inboxes.append(List.of(delivered));
        Message waiting = send();
        connected.add("bob");
        new SqlInboxEvents(DATABASE.dataSource()).add(List.of(event(InboxEvent.PUSHED, 1, 2), event(InboxEvent.RETRIED, 2, 2)));
        pass(Duration.ofMillis(35));
        post.confirm("bob", "phone", 1);
        String before = trace(delivered).verdict();

        post.epochs.begin();
        post.inboxes.resume("bob", "phone");

        assertThat(trace(waiting).verdict()).isEqualTo("Waiting: bob's phone was pushed it 2 times and has not confirmed it");
        assertThat(trace(delivered).verdict()).isEqualTo(before).isEqualTo("Delivered to bob's phone after 35 ms");
        assertThat(trace(delivered).events()).extracting(Event::event).containsExactly("accepted", "numbered", "pushed", "confirmed");
    }

    @Test
    void aNotificationGoesWithItsMessageIntoANewEpoch() {
        new SqlInstallations(DATABASE.dataSource()).put(new Installation("bob", "phone", "webhook", "t", false, 1));
        Message message = send();
        pass(InboxFixture.PUSH_DELAY);
        notices.make(10);
        String before = trace(message).verdict();
        assertThat(before).contains("a push notification is on its way");

        post.epochs.begin();
        post.inboxes.resume("bob", "phone");

        assertThat(trace(message).verdict()).isEqualTo(before);
    }

    private InboxEvent event(String kind, long from, long to) {
        return new InboxEvent("bob", post.epochs.present(), kind, from, to, "phone", "node-1", post.clock.millis(), null);
    }

    @Test
    void itsPushNotificationIsPartOfIt() {
        new SqlInstallations(DATABASE.dataSource()).put(new Installation("bob", "phone", "webhook", "t", false, 1));
        Message message = send();
        pass(InboxFixture.PUSH_DELAY);
        notices.make(10);
        assertThat(trace(message).verdict()).contains("a push notification is on its way since");

        String noticeId = DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT notice_id FROM push_notification").mapTo(String.class).one());
        notices.end(noticeId, Notices.End.DEAD, "the vendor answered 500");
        assertThat(trace(message).verdict()).contains("its push notification was given up").endsWith("the vendor answered 500");
        assertThat(trace(message).events()).extracting(Event::event).contains("push_notification", "push_notification_dead");
    }

    @Test
    void nobodyIsNotifiedWithoutAnInstallation() {
        Message message = send();
        pass(InboxFixture.PUSH_DELAY);
        notices.make(10);
        assertThat(trace(message).verdict()).isEqualTo("Waiting: bob has no installation connected; and none that push notifications can go to");
    }

    @Test
    void whatRanOutIsOverAndItsSenderIsToldUntilThatIsDone() {
        Message message = lasting(1_000);
        Message taken = lasting(1_000);
        Message endless = send();
        post.confirm("bob", "phone", 0);
        pass(Duration.ofMillis(1_001));
        post.inboxes.read("bob", 0, 1);
        List<Expired> expired = expiries.expire(100);

        assertThat(expired).extracting(Expired::msgId).containsExactlyInAnyOrder(message.msgId(), taken.msgId());
        assertThat(expired).extracting(Expired::senderId).containsOnly("alice");
        assertThat(trace(message).verdict()).startsWith("Expired before bob's first installation confirmed it");
        assertThat(trace(endless).state()).isEqualTo(State.PENDING);
        assertThat(expiries.expire(100)).as("its sender was not told").hasSize(2);
        expiries.told(expired);
        assertThat(expiries.expire(100)).isEmpty();
        assertThat(counters()).isEqualTo(Map.of("numbered", 3L, "delivered", 0L, "expired", 2L));
    }

    @Test
    void whoHasItKeepsIt() {
        Message message = lasting(1_000);
        post.confirm("bob", "phone", 1);
        pass(Duration.ofSeconds(2));

        assertThat(expiries.expire(100)).isEmpty();
        assertThat(trace(message).state()).isEqualTo(State.DELIVERED);
        assertThat(counters()).isEqualTo(Map.of("numbered", 1L, "delivered", 1L, "expired", 0L));
        assertThat(rows("inbox_expiry")).isZero();
    }

    @Test
    void whatTheInboxKeepsNoMoreIsDeadOrWasDelivered() {
        Message delivered = send();
        Message dead = send();
        post.confirm("bob", "phone", 1);
        DATABASE.jdbi().useHandle(handle -> {
            handle.execute("INSERT INTO inbox_exception (user_id, epoch, inbox_seq, conversation_id, seq, state, at, reason) "
                    + "SELECT user_id, epoch, 2, conversation_id, 2, 'dead', 5, 'the inbox keeps it no more' FROM inbox_entry WHERE user_id = 'bob'");
            handle.execute("DELETE FROM inbox_entry WHERE user_id = 'bob'");
        });
        assertThat(trace(delivered).verdict()).isEqualTo("Delivered to bob");
        assertThat(trace(dead).verdict()).isEqualTo("Dead before bob's first installation confirmed it: the inbox keeps it no more");
    }

    @Test
    void whatCouldNotBeNumberedIsDeadAndTheReasonIsTold() {
        String body = "{\"msg_id\":\"m-1\",\"sender_id\":\"alice\",\"to\":\"bob\",\"timestamp\":1000000,\"content\":\"x\"}";
        new SqlDeadLetters(DATABASE.dataSource()).keep(List.of(new DeadLetter(DeadLetterId.at(1_000_100), "o", "message-deliver", "message-deliver-number",
                "the database refuses the message", 1, "messages", "b", null, Map.of(), body.getBytes(StandardCharsets.UTF_8), false, 1_000_100, null)));

        Trace trace = traces.find("m-1").orElseThrow();
        assertThat(trace.verdict()).isEqualTo("Dead before bob's first installation confirmed it: it could not be numbered, the database refuses the message");
        assertThat(trace.concerns("alice") && trace.concerns("bob")).isTrue();
        assertThat(traces.find("m-2")).isEmpty();
    }

    private Message send() {
        return lasting(0);
    }

    /** @param lasts ms; 0: for ever */
    private Message lasting(long lasts) {
        Message message = post.lasting("alice", "bob", "hello", lasts == 0 ? 0 : post.clock.millis() + lasts);
        post.inboxes.append(List.of(message));
        return message;
    }

    private void pass(Duration time) {
        post.clock.advance(time);
    }

    private Trace trace(Message message) {
        return traces.find(message.msgId()).orElseThrow();
    }

    private static Map<String, Object> counters() {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT t.numbered, i.delivered, i.expired FROM inbox i JOIN inbox_end t ON t.user_id = i.user_id WHERE i.user_id = 'bob'").mapToMap().one());
    }

    private static long rows(String table) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one());
    }
}
