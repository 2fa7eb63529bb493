package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxEntriesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;

    @BeforeEach
    void begin() {
        post = new InboxFixture(DATABASE.dataSource());
    }

    @Test
    void anEntryGoesOnWithWhatIsSaidNext() {
        post.send("alice", "bob", "one");
        post.inboxes.append(List.of(post.message("alice", "bob", "two"), post.message("alice", "bob", "three")));
        assertThat(counts("bob")).containsExactly(3);
        assertThat(counts("alice")).containsExactly(3);
        assertThat(post.texts("bob", 1)).containsExactly("two", "three");
        assertThat(post.tally()).isEqualTo(new Tally(3, 0, 3, 0, 0, 0));
    }

    @Test
    void anAnswerIsAnEntryOfItsOwn() {
        post.send("alice", "bob", "one");
        post.send("bob", "alice", "two");
        post.send("alice", "bob", "three");
        assertThat(counts("bob")).containsExactly(1, 1, 1);
    }

    @Test
    void whatComesBetweenEndsIt() {
        post.send("alice", "bob", "one");
        post.inboxes.append(List.of(post.message("alice", "bob", "two"), post.message("carol", "bob", "three"), post.message("alice", "bob", "four")));
        post.send("alice", "bob", "five");
        assertThat(counts("bob")).containsExactly(2, 1, 2);
        assertThat(counts("alice")).containsExactly(4);
        assertThat(post.texts("bob", 0)).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void soDoTenSeconds() {
        post.send("alice", "bob", "one");
        post.clock.advance(Duration.ofMillis(9_999));
        post.send("alice", "bob", "two");
        post.clock.advance(Duration.ofMillis(1));
        post.send("alice", "bob", "three");
        assertThat(counts("bob")).containsExactly(2, 1);
    }

    @Test
    void soDoAThousandMessages() {
        post.inboxes.append(crowd(999));
        post.inboxes.append(crowd(2));
        post.inboxes.append(crowd(1_001));
        assertThat(counts("bob")).containsExactly(999, 2, 1_000, 1);
    }

    @Test
    void anEntryThatIsGoneIsNotGoneOnWith() {
        post.send("alice", "bob", "one");
        DATABASE.jdbi().useHandle(handle -> handle.execute("DELETE FROM inbox_entry WHERE user_id = 'bob'"));
        post.send("alice", "bob", "two");
        assertThat(post.numbers("bob")).containsExactly(2L);
    }

    @Test
    void aNewEpochGoesOnWithWhatSomeInstallationLacks() {
        Stream.of("one", "two", "three").forEach(text -> post.send("alice", "bob", text));
        post.confirm("bob", "phone", 2);
        post.epochs.begin();
        post.send("alice", "bob", "four");
        assertThat(post.texts("bob", 0)).containsExactly("three", "four");
        assertThat(counts("bob")).as("of the epoch that is over first").containsExactly(2, 2);
    }

    private List<Message> crowd(int size) {
        return Stream.generate(() -> post.message("alice", "bob", "m")).limit(size).toList();
    }

    private List<Integer> counts(String user) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT count FROM inbox_entry WHERE user_id = ? ORDER BY epoch, inbox_seq")
                .bind(0, user).mapTo(Integer.class).list());
    }
}
