package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Census.Imbalance;
import io.campanile.domain.message.Census.Result;
import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.flow.message.Conservation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is done to an inbox behind the product's back is found, by user, and nothing that the product does itself. */
class SqlCensusTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;
    private SqlCensus census;
    private Conservation conservation;

    @BeforeEach
    void peopleWrite() {
        DATABASE.jdbi().useHandle(handle -> List.of("conservation_finding", "conservation_count").forEach(table -> handle.execute("DELETE FROM " + table)));
        post = new InboxFixture(DATABASE.dataSource());
        census = new SqlCensus(DATABASE.dataSource(), post.clock);
        conservation = new Conservation(census, post.clock);
        for (int i = 0; i < 3; i++) {
            post.send("alice", "bob", "to bob");
            post.send("bob", "alice", "to alice");
            post.send("carol", "bob", "to bob");
        }
    }

    @Test
    void whatPeopleDoAddsUp() {
        post.inboxes.append(List.of(post.lasting("alice", "bob", "short", post.clock.millis() + 1)));
        post.confirm("bob", "phone", 4);
        post.clock.advance(Duration.ofSeconds(1));
        new SqlExpiries(DATABASE.dataSource(), post.epochs, post.clock).expire(10);
        post.epochs.begin();
        post.send("alice", "bob", "in a new epoch");
        post.confirm("bob", "phone", 2);
        countAll();

        assertThat(census.result()).isEqualTo(new Result(new Tally(11, 4, 6, 1, 0, 0), Duration.ZERO, 0, List.of()));
    }

    @Test
    void anEntryThatIsGoneIsFound() {
        change("DELETE FROM inbox_entry WHERE user_id = 'bob' AND inbox_seq = 2");
        assertThat(found()).isEqualTo("bob: 1 number is missing");
    }

    @Test
    void theLastEntryToo() {
        change("DELETE FROM inbox_entry WHERE user_id = 'bob' AND inbox_seq = 9");
        assertThat(found()).isEqualTo("bob: 1 number is missing; 6 messages were numbered and 5 are accounted for");
    }

    @Test
    void anEntryThatIsThereTwiceIsFound() {
        change("INSERT INTO inbox_entry SELECT user_id, epoch, 10, count, conversation_id, seq, own, appended_at FROM inbox_entry "
                + "WHERE user_id = 'bob' AND inbox_seq = 3");
        assertThat(found()).isEqualTo("bob: 1 message is there twice; an entry has number 10, beyond the last, 9; 6 messages were numbered and 7 are accounted for");
    }

    /** Three of Alice's messages are an entry, of which the last two came again. */
    @Test
    void aPartOfAnEntryThatIsThereTwiceIsFound() {
        post.inboxes.append(List.of(post.message("alice", "carol", "one"), post.message("alice", "carol", "two"), post.message("alice", "carol", "three")));
        change("INSERT INTO inbox_entry SELECT user_id, epoch, 7, 2, conversation_id, 2, own, appended_at FROM inbox_entry WHERE user_id = 'carol' AND inbox_seq = 4");
        change("UPDATE inbox_end SET last_seq = 8, numbered = 5 WHERE user_id = 'carol'");
        assertThat(found()).isEqualTo("carol: 2 messages are there twice; 2 numbers are missing");
    }

    @Test
    void oneDoesNotHideTheOther() {
        change("UPDATE inbox_entry SET (conversation_id, seq) = (SELECT conversation_id, seq FROM inbox_entry WHERE user_id = 'bob' AND inbox_seq = 3) "
                + "WHERE user_id = 'bob' AND inbox_seq = 1");
        assertThat(found()).isEqualTo("bob: 1 message is there twice; 1 number is missing");
    }

    @Test
    void aCounterThatIsWrongIsFound() {
        change("UPDATE inbox SET delivered = delivered + 1 WHERE user_id = 'alice'");
        assertThat(found()).isEqualTo("alice: 3 messages were numbered and 4 are accounted for");
    }

    @Test
    void itIsToldOnceAndForgottenWhenItAddsUpAgain() {
        change("UPDATE inbox SET delivered = delivered + 1 WHERE user_id = 'alice'");
        assertThat(census.count(null, 10).news()).hasSize(1);
        assertThat(census.count(null, 10).news()).isEmpty();
        change("UPDATE inbox SET delivered = delivered - 1 WHERE user_id = 'alice'");
        countAll();
        assertThat(census.result().imbalances()).isZero();
    }

    @Test
    void itIsCountedInPartsThatLeaveTheOthersAlone() {
        change("DELETE FROM inbox_entry WHERE user_id IN ('alice', 'carol') AND inbox_seq = 1");
        assertThat(census.count(null, 1).imbalances()).extracting(Imbalance::userId).containsExactly("alice");
        assertThat(census.count("alice", 1).imbalances()).isEmpty();
        assertThat(census.count("bob", 1).imbalances()).extracting(Imbalance::userId).containsExactly("carol");
        assertThat(census.count("carol", 1).inboxes()).isZero();
        assertThat(census.result().imbalances()).isEqualTo(2);
    }

    @Test
    void aRoundTakesNoLongerThanItMayFromTheFirstOn() {
        String[] users = IntStream.rangeClosed(1, 700).mapToObj(user -> "user-" + user).toArray(String[]::new);
        DATABASE.jdbi().useHandle(handle -> new InboxRows(handle, 1).create(List.of(users)));
        change("UPDATE inbox SET delivered = 1 WHERE user_id = 'user-99'");
        for (int call = 0; call < 60; call++) {
            conservation.count(4, "30s", 500);
        }
        assertThat(census.result().first()).extracting(Imbalance::userId).containsExactly("user-99");
    }

    /** In two parts, so that one can be the end of a round. */
    private void countAll() {
        conservation.count(2, "30s", 500);
        conservation.count(2, "30s", 500);
    }

    private String found() {
        countAll();
        Imbalance found = census.result().first().get(0);
        assertThat(census.result().imbalances()).isEqualTo(1);
        return found.userId() + ": " + found.what();
    }

    private static void change(String statement) {
        DATABASE.jdbi().useHandle(handle -> handle.execute(statement));
    }
}
