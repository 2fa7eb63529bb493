package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** Forgets what the two users of a probe wrote to each other: nobody reads it again. Thread-safe; blocks on the database. */
public final class SqlProbes {

    private final InboxEpochs epochs;
    private final Sql sql;

    public SqlProbes(DataSource dataSource, InboxEpochs epochs) {
        this.sql = new Sql(dataSource);
        this.epochs = epochs;
    }

    /** @param before ms; what is older, and was confirmed, goes */
    public void forget(String one, String other, long before) {
        List.of(one, other).forEach(user -> epochs.transaction((handle, epoch) -> {
            new InboxRows(handle, epoch).hold(user).ifPresent(inbox -> forget(handle, inbox, before));
            return null;
        }));
        sql.run(handle -> handle.execute("DELETE FROM message WHERE conversation_number = "
                + "(SELECT number FROM conversation WHERE conversation_id = ?) AND ts < ?", ConversationId.ofPair(one, other), before));
    }

    private static void forget(Handle handle, InboxRow inbox, long before) {
        String user = inbox.userId();
        long end = handle.createQuery("SELECT COALESCE(MAX(inbox_seq + count - 1), 0) FROM inbox_entry "
                        + "WHERE user_id = ? AND epoch = ? AND inbox_seq + count - 1 <= ? AND appended_at < ?")
                .bind(0, user).bind(1, inbox.epoch()).bind(2, inbox.delivered()).bind(3, before).mapTo(Long.class).one();
        handle.execute("UPDATE inbox SET trimmed_seq = GREATEST(trimmed_seq, ?) WHERE user_id = ?", end, user);
        handle.execute("DELETE FROM inbox_entry WHERE user_id = ? AND (epoch < ? OR inbox_seq <= ?) AND appended_at < ?", user, inbox.epoch(), end, before);
        handle.execute("DELETE FROM inbox_exception WHERE user_id = ? AND (epoch < ? OR inbox_seq <= ?)", user, inbox.epoch(), end);
        handle.execute("DELETE FROM inbox_event WHERE user_id = ? AND at < ?", user, before);
        handle.execute("DELETE FROM push_notification WHERE user_id = ? AND made_at < ?", user, before);
    }
}
