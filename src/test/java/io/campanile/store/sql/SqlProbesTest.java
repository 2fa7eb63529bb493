package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What probes wrote does not stay. */
class SqlProbesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @Test
    void whatIsOldAndConfirmedGoesAndTheInboxesAddUp() {
        InboxFixture post = new InboxFixture(DATABASE.dataSource());
        post.send("a", "b", "old");
        post.send("b", "a", "old");
        post.confirm("a", "probe", 2);
        post.confirm("b", "probe", 1);
        post.clock.advance(Duration.ofHours(1));
        post.send("a", "b", "new");
        new SqlProbes(DATABASE.dataSource(), post.epochs).forget("a", "b", post.clock.millis());

        assertThat(count("message")).isEqualTo(1);
        assertThat(count("inbox_event")).isZero();
        assertThat(count("inbox_entry WHERE user_id = 'a'")).isEqualTo(1);
        assertThat(count("inbox_entry WHERE user_id = 'b'")).as("one's own is not confirmed yet").isEqualTo(2);
        assertThat(new SqlCensus(DATABASE.dataSource(), post.clock).count(null, 10).imbalances()).isEqualTo(List.of());
        assertThat(post.texts("a", 2)).containsExactly("new");
    }

    private static long count(String table) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one());
    }
}
