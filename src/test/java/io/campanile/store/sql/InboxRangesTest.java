package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Delivered;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Inboxes.Reading;
import io.campanile.domain.message.Message;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One entry for five messages of a room is read, confirmed and counted as five. */
class InboxRangesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;

    /** Bob's inbox: a message of Alice's, then five of the room that he is in. */
    @BeforeEach
    void fill() {
        post = new InboxFixture(DATABASE.dataSource());
        post.send("alice", "bob", "hello");
        long room = DATABASE.conversation("r:room");
        DATABASE.jdbi().useHandle(handle -> {
            Batch batch = MessageRows.insert(handle);
            for (int seq = 11; seq <= 15; seq++) {
                MessageRows.add(batch, room,
                        new Message("r" + seq, "r:room", "alice", null, "room", "text", "\"r" + seq + "\"", 0, 5, 1, null, List.of()), seq);
            }
            batch.execute();
            appendRange(handle);
        });
    }

    private static void appendRange(Handle handle) {
        handle.execute("INSERT INTO inbox_entry (user_id, epoch, inbox_seq, count, conversation_id, seq, own, appended_at) "
                + "SELECT user_id, epoch, 2, 5, 'r:room', 11, FALSE, 1 FROM inbox WHERE user_id = 'bob'");
        handle.execute("UPDATE inbox_end SET last_seq = 6, numbered = 6 WHERE user_id = 'bob'");
    }

    @Test
    void eachOfItsMessagesHasItsNumber() {
        assertThat(post.texts("bob", 0)).containsExactly("hello", "r11", "r12", "r13", "r14", "r15");
        assertThat(post.inboxes.read("bob", 3, 10).messages()).extracting(InboxMessage::inboxSeq).containsExactly(4L, 5L, 6L);
    }

    @Test
    void aPageMayEndWithinIt() {
        Page page = post.inboxes.read("bob", 0, 3);
        assertThat(page.messages()).hasSize(3);
        assertThat(page.next()).isEqualTo(3);
        assertThat(page.hasMore()).isTrue();
        assertThat(post.inboxes.read("bob", page.next(), 3).messages()).extracting(InboxMessage::seq).containsExactly(13L, 14L, 15L);
    }

    /** Carol's is Bob's without the first message; Dee has none. */
    @Test
    void pagesOfSeveralInboxesAreReadTogether() {
        DATABASE.jdbi().useHandle(handle -> {
            post.send("bob", "carol", "one");
            handle.execute("INSERT INTO inbox_entry (user_id, epoch, inbox_seq, count, conversation_id, seq, own, appended_at) "
                    + "SELECT user_id, epoch, 2, 5, 'r:room', 11, FALSE, 1 FROM inbox WHERE user_id = 'carol'");
            handle.execute("UPDATE inbox_end SET last_seq = 6, numbered = 6 WHERE user_id = 'carol'");
        });

        List<Page> pages = post.inboxes.read(List.of(new Reading("dee", 0, 10), new Reading("carol", 2, 3), new Reading("bob", 0, 2), new Reading("alice", 9, 9)));
        assertThat(pages).extracting(Page::next).containsExactly(0L, 5L, 2L, 9L);
        assertThat(pages).extracting(Page::hasMore).containsExactly(false, true, true, false);
        assertThat(pages.get(1).messages()).extracting(InboxMessage::inboxSeq, InboxMessage::seq).containsExactly(tuple(3L, 12L), tuple(4L, 13L), tuple(5L, 14L));
        assertThat(pages.get(2).messages()).extracting(message -> message.message().content()).containsExactly("\"hello\"", "\"r11\"");
        assertThat(pages.get(0).messages()).isEmpty();
    }

    @Test
    void itIsConfirmedInParts() {
        assertThat(post.confirm("bob", "phone", 3).delivered()).containsExactlyInAnyOrder(
                new Delivered("u:alice:bob", "alice", "bob", 0, 1), new Delivered("r:room", null, "bob", 10, 12));
        assertThat(post.tally()).isEqualTo(new Tally(6, 3, 3, 0, 0, 0));
        assertThat(post.confirm("bob", "phone", 6).delivered()).containsExactly(new Delivered("r:room", null, "bob", 12, 15));
        assertThat(post.tally()).isEqualTo(new Tally(6, 6, 0, 0, 0, 0));
    }

    @Test
    void aNewEpochBeginsWithinIt() {
        post.confirm("bob", "phone", 3);
        post.epochs.begin();
        assertThat(post.texts("bob", 0)).containsExactly("r13", "r14", "r15");
        assertThat(post.tally()).isEqualTo(new Tally(6, 3, 3, 0, 0, 0));
        post.confirm("bob", "phone", 3);
        assertThat(post.tally()).isEqualTo(new Tally(6, 6, 0, 0, 0, 0));
    }
}
