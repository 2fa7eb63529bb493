package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Message;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.StoredMessages.Stored;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table {@code message} as whoever follows it reads it. */
class SqlStoredMessagesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final SqlStoredMessages stored = new SqlStoredMessages(DATABASE.dataSource());

    @BeforeEach
    void fill() {
        long room = DATABASE.conversation("r:room");
        DATABASE.jdbi().useHandle(handle -> {
            Batch batch = MessageRows.insert(handle);
            for (int seq = 1; seq <= 10; seq++) {
                MessageRows.add(batch, room, new Message("m" + seq, "r:room", "ada", null, "room", "text", "\"告警\"", 0, 5, seq, null, List.of()), seq);
            }
            batch.execute();
            handle.execute("UPDATE message SET position = seq");
            handle.execute("DELETE FROM message WHERE seq IN (4, 5, 8)");
        });
    }

    @Test
    void readsOnInTheOrderOfThePositions() {
        assertThat(stored.after(0, 3)).extracting(Stored::position).containsExactly(1L, 2L, 3L);
        assertThat(stored.after(3, 100)).extracting(Stored::position).containsExactly(6L, 7L, 9L, 10L);
        assertThat(stored.after(10, 100)).isEmpty();
        assertThat(stored.after(0, 1).get(0).numbered().message().content()).isEqualTo("\"告警\"");
    }

    @Test
    void looksForWhatWasMissing() {
        assertThat(stored.at(List.of(4L, 5L, 6L, 8L, 10L, 11L))).extracting(Stored::position).containsExactly(6L, 10L);
        assertThat(stored.at(List.of())).isEmpty();
    }

    @Test
    void readsSomeOfAConversation() {
        assertThat(stored.numbered("r:room", List.of(1L, 4L, 9L))).extracting(NumberedMessage::seq).containsExactly(9L, 1L);
        assertThat(stored.numbered("u:a:b", List.of(1L))).isEmpty();
        assertThat(stored.numbered("r:room", List.of())).isEmpty();
    }
}
