package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.message.StoredMessages.Stored;
import io.campanile.fixture.RealPostgres;
import io.campanile.settings.SettingException;
import io.campanile.store.sql.InboxRanges.Entry;
import io.campanile.store.sql.InboxRanges.Range;
import org.assertj.core.groups.Tuple;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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

    /** Version 20 gave conversations their numbers: what was said before is found as it was, and goes on where it was. */
    @Test
    void messagesOfAnOlderVersionStayInTheirConversations() {
        String url = RealPostgres.isAsked() ? RealPostgres.database("numbered")
                : "jdbc:h2:mem:numbered;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
        Flyway.configure().dataSource(url, "campanile", "").placeholders(Map.of("identity_cache", "1")).target("18").load().migrate();
        Jdbi.create(url, "campanile", "").useHandle(handle -> handle.createScript("""
                INSERT INTO conversation (conversation_id, last_seq, last_at, disorder) VALUES
                ('u:alice:bob', 2, 20, 7), ('r:lobby', 0, 1, 0), ('u:bob:carol', 1, 15, 0);
                INSERT INTO message (conversation_id, seq, msg_id, sender_id, type, content, loss_time, weight, ts) VALUES
                ('u:alice:bob', 1, 'm1', 'alice', 'text', '"hello"', 0, 5, 10), ('u:bob:carol', 1, 'm2', 'carol', 'text', '"hi"', 0, 5, 15),
                ('u:alice:bob', 2, 'm3', 'bob', 'text', '"hello yourself"', 0, 5, 20)""").execute());

        try (HikariDataSource opened = Database.open(url, "campanile", "", 2)) {
            SqlStoredMessages stored = new SqlStoredMessages(opened);
            assertThat(stored.after(0, 10)).extracting(Stored::position, each -> each.numbered().message().msgId(),
                    each -> each.numbered().message().conversationId(), each -> each.numbered().seq()).containsExactly(
                    tuple(1L, "m1", "u:alice:bob", 1L), tuple(2L, "m2", "u:bob:carol", 1L), tuple(3L, "m3", "u:alice:bob", 2L));
            List<Tuple> conversations = Jdbi.create(opened).withHandle(handle -> handle
                    .select("SELECT conversation_id, last_seq, last_at, disorder FROM conversation")
                    .map((row, context) -> tuple(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4))).list());
            assertThat(conversations).containsExactlyInAnyOrder(
                    tuple("u:alice:bob", 2L, 20L, 7L), tuple("r:lobby", 0L, 1L, 0L), tuple("u:bob:carol", 1L, 15L, 0L));

            InboxFixture post = new InboxFixture(opened);
            post.inboxes.append(List.of(post.message("bob", "alice", "how are you"), post.message("dan", "alice", "and me")));
            assertThat(stored.after(3, 10)).extracting(Stored::position, each -> each.numbered().message().conversationId(),
                    each -> each.numbered().seq()).containsExactly(tuple(4L, "u:alice:bob", 3L), tuple(5L, "u:alice:dan", 1L));
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
