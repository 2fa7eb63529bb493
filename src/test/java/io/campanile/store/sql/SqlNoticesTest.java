package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Installation;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Notice;
import io.campanile.domain.message.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each message is in one push notification, whoever looks, writes and confirms at the same time. */
class SqlNoticesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;

    @BeforeEach
    void usersWithPhones() {
        DATABASE.jdbi().useHandle(handle -> List.of("push_notification", "installation").forEach(table -> handle.execute("DELETE FROM " + table)));
        post = new InboxFixture(DATABASE.dataSource());
        SqlInstallations installations = new SqlInstallations(DATABASE.dataSource());
        for (String user : List.of("bob", "carol")) {
            installations.put(new Installation(user, "phone", "webhook", "t", false, 1));
        }
    }

    @Test
    void whatIsUnreadIsFoundBehindMuchThatWasRead() {
        List<Message> said = IntStream.range(0, 700).mapToObj(i -> post.message("alice", "bob", "m" + i)).toList();
        post.inboxes.append(said);
        DATABASE.jdbi().useHandle(handle -> handle.execute("UPDATE participation SET read_seq = 650 WHERE user_id = 'bob'"));
        post.clock.advance(InboxFixture.PUSH_DELAY);
        notices().make(10);

        String notice = DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT notice_id FROM push_notification").mapTo(String.class).one());
        assertThat(notices().wanted(notice).orElseThrow().messages()).extracting(InboxMessage::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(651, 700).boxed().toList());
    }

    @Test
    void whoHasNothingToBeToldOnIsWrittenDownOnce() {
        IntStream.range(0, 5).forEach(i -> post.send("bob", "dee", "m" + i));
        post.clock.advance(InboxFixture.PUSH_DELAY);
        notices().make(10);
        notices().make(10);

        assertThat(count("push_notification WHERE user_id = 'dee' AND state = 'nobody' AND from_seq = 0 AND to_seq = 5")).isOne();
        assertThat(count("push_notification")).isOne();
    }

    @Test
    void nobodyIsToldTwiceAndNothingIsLeftOutWhoeverRaces() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            IntStream.range(0, 3).forEach(node -> work.add(() -> {
                for (int i = 0; i < 40; i++) {
                    notices().make(10);
                }
                return null;
            }));
            work.add(() -> {
                for (int i = 0; i < 40; i++) {
                    post.send("alice", "bob", "m" + i);
                    post.send("alice", "carol", "m" + i);
                    post.clock.advance(InboxFixture.PUSH_DELAY);
                }
                return null;
            });
            for (Future<Void> done : nodes.invokeAll(work)) {
                done.get();
            }
        } finally {
            nodes.shutdownNow();
        }
        notices().make(10);
        post.clock.advance(InboxFixture.PUSH_DELAY);
        notices().make(10);

        for (String user : List.of("bob", "carol")) {
            assertThat(told(user)).as(user).containsExactlyElementsOf(IntStream.rangeClosed(1, 40).mapToObj(Long::valueOf).toList());
        }
        assertThat(due()).as("each has somebody who sends it").isEqualTo(count("push_notification"));
    }

    @Test
    void theOneOfMoreWeightIsDueFirst() {
        post.inboxes.append(List.of(weighing("bob", 1), weighing("carol", 9)));
        post.clock.advance(InboxFixture.PUSH_DELAY);
        notices().make(10);

        assertThat(new SqlDueRecords(DATABASE.dataSource(), post.clock).claim(Notices.KIND, 2, InboxFixture.PUSH_DELAY)
                .stream().map(due -> notices().wanted(due.subject()).orElseThrow().userId())).containsExactly("carol", "bob");
    }

    @Test
    void inANewEpochWhatIsLeftIsStillTold() {
        post.send("alice", "bob", "one");
        post.send("alice", "bob", "two");
        post.clock.advance(InboxFixture.PUSH_DELAY);
        notices().make(10);
        post.confirm("bob", "phone", 1);
        post.epochs.begin();
        post.inboxes.resume("bob", "phone");

        String noticeId = DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT notice_id FROM push_notification").mapTo(String.class).one());
        assertThat(notices().wanted(noticeId).map(Notice::messages).orElseThrow()).extracting(InboxMessage::inboxSeq).containsExactly(1L);
    }

    private SqlNotices notices() {
        return new SqlNotices(DATABASE.dataSource(), post.epochs, InboxFixture.PUSH_DELAY, Set.of("webhook"), post.clock);
    }

    private Message weighing(String to, int weight) {
        Message message = post.message("alice", to, "hello");
        return new Message(message.msgId(), message.conversationId(), message.senderId(), to, null, "text", message.content(), 0, weight,
                message.timestamp(), null, List.of());
    }

    /** The numbers that were told, of each notification in its order. */
    private static List<Long> told(String user) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT from_seq, to_seq FROM push_notification WHERE user_id = ? ORDER BY from_seq")
                .bind(0, user).map((row, context) -> new long[] {row.getLong("from_seq"), row.getLong("to_seq")}).list()).stream()
                .flatMap(range -> IntStream.rangeClosed((int) range[0] + 1, (int) range[1]).mapToObj(Long::valueOf)).toList();
    }

    private static long due() {
        return count("due WHERE kind = 'push-notification'");
    }

    private static long count(String table) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one());
    }
}
