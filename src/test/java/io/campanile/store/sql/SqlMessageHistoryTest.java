package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageHistory.Conversation;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.NumberedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was said stays in its order, and everybody knows what they have not read. */
class SqlMessageHistoryTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final String BOTH = "u:alice:bob";

    private InboxFixture post;
    private SqlMessageHistory history;

    @BeforeEach
    void open() {
        post = new InboxFixture(DATABASE.dataSource());
        history = new SqlMessageHistory(DATABASE.dataSource());
    }

    @Test
    void pagesAreNewestFirstAndGoBothWays() {
        say(6);
        assertThat(seqs(Long.MAX_VALUE, 0, 2)).containsExactly(6L, 5L);
        assertThat(seqs(5, 0, 2)).containsExactly(4L, 3L);
        assertThat(seqs(Long.MAX_VALUE, 3, 2)).as("the nearest after it").containsExactly(5L, 4L);
        assertThat(seqs(3, 1, 9)).containsExactly(2L);
    }

    @Test
    void timesAreInclusive() {
        long began = post.clock.millis();
        say(5);
        assertThat(between(began + 1_000, began + 3_000)).containsExactly(4L, 3L, 2L);
        assertThat(between(began + 4_000, Long.MAX_VALUE)).containsExactly(5L);
        assertThat(between(began + 4_001, Long.MAX_VALUE)).isEmpty();
        assertThat(between(0, began - 1)).isEmpty();
    }

    /** In a long conversation only the numbers about the time are looked at. */
    @Test
    void aTimeIsFoundInALongConversationThoughClocksDiffer() {
        List<Long> times = new ArrayList<>();
        for (int minute = 0; minute < 200; minute++) {
            times.add(post.clock.millis());
            post.send("alice", "bob", "m");
            post.clock.advance(Duration.ofSeconds(minute % 2 == 0 ? 270 : -150));
        }
        long from = times.get(100);
        long to = times.get(106);
        assertThat(between(from, to)).containsExactlyElementsOf(IntStream.range(0, 200).map(i -> 199 - i)
                .filter(i -> times.get(i) >= from && times.get(i) <= to).mapToObj(i -> i + 1L).toList());
        assertThat(between(Long.MIN_VALUE, Long.MAX_VALUE - 1)).startsWith(200L, 199L);
    }

    @Test
    void aTextIsFoundAsItStands() {
        post.send("alice", "bob", "50% off");
        post.send("alice", "bob", "50 offers");
        assertThat(history.page(new Query(BOTH, Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, "50% OFF", 10))).extracting(NumberedMessage::seq).containsExactly(1L);
    }

    @Test
    void whatIsUnreadIsWhatOthersSaidAfterTheMark() {
        say(3);
        post.send("bob", "alice", "answer");
        post.send("carol", "bob", "hi");
        assertThat(history.unread("bob")).containsOnly(Map.entry(BOTH, 3L), Map.entry("u:bob:carol", 1L));

        assertThat(history.read("bob", BOTH, 2)).isEqualTo(2);
        assertThat(history.read("bob", BOTH, 1)).as("never back").isEqualTo(2);
        assertThat(history.unread("bob")).containsEntry(BOTH, 1L);
        history.read("bob", BOTH, 4);
        assertThat(history.unread("bob")).containsOnlyKeys("u:bob:carol");
        assertThat(history.unread("nobody")).isEmpty();
    }

    @Test
    void aMarkBeyondTheEndOrInAConversationOfOthersIsRefused() {
        say(1);
        assertThatThrownBy(() -> history.read("bob", BOTH, 2)).isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID));
        assertThatThrownBy(() -> history.read("carol", BOTH, 1)).isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void theConversationWithTheNewestMessageComesFirst() {
        say(2);
        post.send("carol", "bob", "hi");
        post.clock.advance(Duration.ofSeconds(1));
        post.send("dan", "bob", "hello");
        history.read("bob", BOTH, 1);

        List<Conversation> all = history.conversations("bob", null, 10);
        assertThat(all).extracting(Conversation::conversationId, Conversation::readSeq, Conversation::unread)
                .containsExactly(tuple("u:bob:dan", 0L, 1L), tuple("u:bob:carol", 0L, 1L), tuple(BOTH, 1L, 1L));
        assertThat(all.get(2).last().seq()).isEqualTo(2);
        assertThat(history.conversations("bob", "u:bob:dan", 1)).extracting(Conversation::conversationId).containsExactly("u:bob:carol");
        assertThat(history.conversations("nobody", null, 10)).isEmpty();
    }

    @Test
    void aMessageIsFoundAsItWasSent() {
        Message sent = new Message("id-1", BOTH, "alice", "bob", null, "text", "{\"a\":\"ü\"}", 99, 7, 1_000, "c-1", List.of("bob", "carol"));
        post.inboxes.append(List.of(sent));
        assertThat(history.find("id-1")).contains(new NumberedMessage(sent, 1));
        assertThat(history.find("id-2")).isEmpty();
    }

    /** A second apart. */
    private void say(int count) {
        for (int i = 0; i < count; i++) {
            post.send("alice", "bob", "m" + i);
            post.clock.advance(Duration.ofSeconds(1));
        }
    }

    private List<Long> seqs(long before, long after, int limit) {
        return history.page(new Query(BOTH, before, after, 0, Long.MAX_VALUE, null, limit)).stream().map(NumberedMessage::seq).toList();
    }

    private List<Long> between(long from, long to) {
        return history.page(new Query(BOTH, Long.MAX_VALUE, 0, from, to, null, 50)).stream().map(NumberedMessage::seq).toList();
    }
}
