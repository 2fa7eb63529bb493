package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.Inboxes.Delivered;
import io.campanile.domain.message.Inboxes.Position;
import io.campanile.domain.message.MessageHistory.Query;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an inbox keeps no more is told to who comes back for it, and counted when nobody ever confirmed it. */
class SqlRetentionTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;
    private SqlRetention retention;

    @BeforeEach
    void open() {
        post = new InboxFixture(DATABASE.dataSource());
        retention = new SqlRetention(post.epochs, new RetentionRules(Duration.ofDays(30), 10, Duration.ofDays(180), Duration.ofDays(365)), post.clock);
    }

    @Test
    void anInstallationThatWasAwayForTooLongIsResetToWhatIsKept() {
        post.inboxes.resume("bob", "phone");
        say(3);
        post.clock.advance(Duration.ofDays(31));
        say(2);
        retention.trimInboxes("", 100);

        assertThat(post.inboxes.resume("bob", "phone")).isEqualTo(new Position(post.epochs.present(), 3, 5, true));
        assertThat(post.inboxes.resume("bob", "phone").reset()).as("it is told once").isFalse();
        assertThat(post.texts("bob", 0)).containsExactly("m0", "m1");
        assertThat(post.inboxes.resume("bob", "new").confirmed()).isEqualTo(3);
    }

    @Test
    void whatNobodyConfirmedIsDeadAndWhatSomebodyDidIsDelivered() {
        say(5);
        post.confirm("bob", "phone", 2);
        post.clock.advance(Duration.ofDays(31));
        retention.trimInboxes("", 100);

        assertThat(post.tally()).isEqualTo(new Tally(5, 2, 0, 0, 3, 0));
        assertThat(post.confirm("bob", "phone", 5).delivered()).isEmpty();
        assertThat(post.tally()).isEqualTo(new Tally(5, 2, 0, 0, 3, 0));
    }

    @Test
    void aFullInboxKeepsTheNewest() {
        say(12);
        assertThat(retention.trimInboxes("", 1)).isEqualTo("alice");
        assertThat(retention.trimInboxes("alice", 1)).isEqualTo("bob");
        assertThat(retention.trimInboxes("bob", 1)).isEmpty();
        assertThat(post.texts("bob", 0)).hasSize(10).startsWith("m2");
    }

    @Test
    void whatIsSaidNextGoesOnWithWhatIsLeftOfAnEntry() {
        say(12);
        retention.trimInboxes("", 100);
        say(1);
        assertThat(post.numbers("bob")).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
        assertThat(post.confirm("bob", "phone", 13).delivered()).containsExactly(new Delivered("u:alice:bob", "alice", "bob", 2, 13));
        assertThat(post.tally()).isEqualTo(new Tally(13, 11, 0, 0, 2, 0));
    }

    @Test
    void howeverFullItIsASingleRoundEmptiesIt() {
        say(450);
        retention.trimInboxes("", 2);
        assertThat(post.texts("bob", 0)).hasSize(10).startsWith("m440");
        assertThat(post.tally()).isEqualTo(new Tally(450, 0, 10, 0, 440, 0));
    }

    @Test
    void theHistoryOutlivesTheInboxAndEndsToo() {
        SqlMessageHistory history = new SqlMessageHistory(DATABASE.dataSource());
        Query all = new Query("u:alice:bob", Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, null, 50);
        say(3);
        post.clock.advance(Duration.ofDays(364));
        say(1);
        retention.trimInboxes("", 100);
        assertThat(retention.trimHistory()).isFalse();
        assertThat(history.page(all)).hasSize(4);
        post.clock.advance(Duration.ofDays(2));
        retention.trimHistory();
        assertThat(history.page(all)).hasSize(1);
        assertThat(history.unread("bob")).containsEntry("u:alice:bob", 1L);
    }

    private void say(int count) {
        for (int i = 0; i < count; i++) {
            post.send("alice", "bob", "m" + i);
        }
    }
}
