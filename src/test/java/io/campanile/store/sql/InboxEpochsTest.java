package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Confirmation;
import io.campanile.domain.message.Inboxes.Confirmed;
import io.campanile.domain.message.Inboxes.Position;
import io.campanile.domain.message.Inboxes.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that was restored from a backup has forgotten numbers that clients know: then they begin anew, and nothing is lost. */
class InboxEpochsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;

    @BeforeEach
    void open() {
        post = new InboxFixture(DATABASE.dataSource());
    }

    @Test
    void theEpochStaysWhileTheDatabaseGoesForward() {
        String epoch = post.epochs.present();
        post.epochs.guard();
        post.clock.advance(Duration.ofSeconds(1));
        post.epochs.guard();
        assertThat(another().epochs.present()).isEqualTo(epoch);
    }

    @Test
    void aNodeThatLivesKnowsAnOlderDatabaseAtItsNextTransaction() {
        String epoch = post.epochs.present();
        post.epochs.guard();
        goBack();
        post.mark.set(0);
        assertThat(post.send("alice", "bob", "m")).extracting(InboxMessage::epoch).doesNotContain(epoch);
    }

    @Test
    void aNodeThatStartsKnowsItByTheMarkThatWasKeptElsewhere() {
        String epoch = post.epochs.present();
        post.epochs.guard();
        long mark = post.mark.get();
        goBack();
        InboxFixture restarted = another();
        restarted.mark.set(mark);
        restarted.epochs.guard();
        assertThat(restarted.epochs.present()).isNotEqualTo(epoch);
    }

    @Test
    void nodesThatNoticeItTogetherBeginOneEpoch() {
        post.epochs.guard();
        InboxFixture other = another();
        other.epochs.guard();
        goBack();
        post.clock.advance(Duration.ofMinutes(5));
        String epoch = post.epochs.present();
        assertThat(other.epochs.present()).isEqualTo(epoch);
        assertThat(post.epochs.present()).isEqualTo(epoch);
    }

    @Test
    void aMarkThatIsForgottenOrOlderChangesNothing() {
        String epoch = post.epochs.present();
        post.epochs.guard();
        post.mark.set(1);
        post.epochs.guard();
        assertThat(post.epochs.present()).isEqualTo(epoch);
    }

    @Test
    void whatIsNotDeliveredIsNumberedFromOne() {
        for (int i = 1; i <= 5; i++) {
            post.send("alice", "bob", "m" + i);
        }
        post.confirm("bob", "phone", 3);
        String old = post.epochs.present();
        String epoch = post.epochs.begin();

        assertThat(epoch).isNotEqualTo(old);
        assertThat(post.inboxes.newest(List.of("bob")).get("bob").inboxSeq()).as("before anybody touched the inbox").isEqualTo(2);
        assertThat(post.inboxes.confirm(List.of(new Confirmation("bob", "phone", old, 4, "n", 1))).get(0))
                .extracting(Confirmed::problem, Confirmed::epoch)
                .containsExactly(Problem.OTHER_EPOCH, epoch);
        assertThat(post.inboxes.resume("bob", "phone")).isEqualTo(new Position(epoch, 0, 2, false));
        assertThat(post.texts("bob", 0)).containsExactly("m4", "m5");
        assertThat(post.send("alice", "bob", "m6")).extracting(InboxMessage::userId, InboxMessage::inboxSeq)
                .containsExactly(tuple("bob", 3L), tuple("alice", 6L));
        assertThat(post.confirm("bob", "phone", 3).delivered()).hasSize(1);
        assertThat(post.tally()).isEqualTo(new Tally(6, 6, 0, 0, 0, 0));
    }

    @Test
    void eachInstallationGoesOnWhereItWas() {
        for (int i = 1; i <= 6; i++) {
            post.send("alice", "bob", "m" + i);
        }
        post.confirm("bob", "phone", 5);
        post.confirm("bob", "tablet", 2);
        String epoch = post.epochs.begin();

        assertThat(post.inboxes.newest(List.of("bob")).get("bob").inboxSeq()).as("before anybody touched the inbox").isEqualTo(4);
        assertThat(post.inboxes.resume("bob", "tablet")).isEqualTo(new Position(epoch, 0, 4, false));
        assertThat(post.inboxes.resume("bob", "phone")).isEqualTo(new Position(epoch, 3, 4, false));
        assertThat(post.inboxes.resume("bob", "new")).as("where the user is").isEqualTo(new Position(epoch, 3, 4, false));
        assertThat(post.texts("bob", 0)).containsExactly("m3", "m4", "m5", "m6");
        assertThat(post.tally()).isEqualTo(new Tally(6, 5, 1, 0, 0, 0));
        post.confirm("bob", "tablet", 4);
        assertThat(post.tally()).isEqualTo(new Tally(6, 6, 0, 0, 0, 0));
    }

    @Test
    void whoLacksWhatIsNotKeptAnyMoreIsToldSo() {
        List.of("m1", "m2", "m3", "m4").forEach(text -> post.send("alice", "bob", text));
        post.clock.advance(Duration.ofSeconds(10));
        List.of("m5", "m6").forEach(text -> post.send("alice", "bob", text));
        post.confirm("bob", "phone", 6);
        post.confirm("bob", "tablet", 2);
        DATABASE.jdbi().useHandle(handle -> {
            handle.execute("UPDATE inbox SET trimmed_seq = 4 WHERE user_id = 'bob'");
            handle.execute("DELETE FROM inbox_entry WHERE user_id = 'bob' AND inbox_seq <= 4");
        });
        String epoch = post.epochs.begin();

        assertThat(post.inboxes.resume("bob", "phone")).isEqualTo(new Position(epoch, 2, 2, false));
        assertThat(post.inboxes.resume("bob", "tablet")).isEqualTo(new Position(epoch, 0, 2, true));
        assertThat(post.texts("bob", 0)).containsExactly("m5", "m6");
        post.tally();
    }

    /** As an operator does who restores a backup. */
    private static void goBack() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("UPDATE inbox_epoch SET fence = fence - 60000"));
    }

    private static InboxFixture another() {
        return new InboxFixture(DATABASE.dataSource());
    }
}
