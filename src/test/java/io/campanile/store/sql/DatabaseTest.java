package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.settings.SettingException;
import io.campanile.store.sql.InboxRanges.Entry;
import io.campanile.store.sql.InboxRanges.Range;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseTest {

    @Test
    void openingTwiceMigratesOnce() {
        String url = "jdbc:h2:mem:twice;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
        Database.open(url, "campanile", "", 2).close();
        try (HikariDataSource again = Database.open(url, "campanile", "", 2)) {
            int devices = Jdbi.create(again).withHandle(
                    handle -> handle.createQuery("SELECT COUNT(*) FROM device").mapTo(int.class).one());
            assertThat(devices).isZero();
        }
    }

    /** Version 17 turned them round, 18 keeps their ends apart: bob's inbox, with one message of alice's and three of a room. */
    @Test
    void entriesOfAnOlderVersionTellTheSameAfterwards() {
        String url = "jdbc:h2:mem:older;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
        Flyway.configure().dataSource(url, "campanile", "").placeholders(Map.of("identity_cache", "1")).target("16").load().migrate();
        Jdbi.create(url, "campanile", "").useHandle(handle -> handle.execute("""
                INSERT INTO inbox (user_id, epoch, last_seq, delivered_seq, confirmed_at, trimmed_seq, notified_seq, numbered, delivered, expired, dead, withdrawn)
                VALUES ('bob', 1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0);
                INSERT INTO inbox_entry (user_id, epoch, inbox_seq, count, conversation_id, seq, own, appended_at)
                VALUES ('bob', 1, 1, 1, 'u:alice:bob', 9, FALSE, 1), ('bob', 1, 4, 3, 'r:lobby', 7, FALSE, 1)"""));

        try (HikariDataSource opened = Database.open(url, "campanile", "", 2)) {
            List<Entry> entries = Jdbi.create(opened).withHandle(handle -> InboxRanges.entries(handle, 1, List.of(new Range("bob", 0, 9))));
            assertThat(entries).containsExactly(new Entry("bob", 1, 1, "u:alice:bob", 9, false), new Entry("bob", 2, 3, "r:lobby", 5, false));
            InboxRow inbox = Jdbi.create(opened).withHandle(handle -> new InboxRows(handle, 1).find("bob").orElseThrow());
            assertThat(inbox).isEqualTo(new InboxRow("bob", 1, 4, 0, 0, 0));
        }
    }

    @Test
    void aServerThatIsNotThereIsOneLineThatSaysWhatToCheck() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + closed + "/campanile?password=hidden";

        assertThatThrownBy(() -> Database.open(url, "campanile", "s3cret", 2))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:" + closed).hasMessageContaining("refused")
                .hasMessageContaining("check jdbc.url")
                .message().hasLineCount(1).doesNotContain("hidden").doesNotContain("s3cret");
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> Database.open("mysql://host", "campanile", "", 2))
                .isInstanceOf(SettingException.class).message().hasLineCount(1).contains("jdbc.url");
    }
}
