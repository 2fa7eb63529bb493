package io.campanile.store.sql;

import io.campanile.domain.message.Expiries;
import io.campanile.store.sql.InboxRanges.Number;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table {@code inbox_expiry}. What nobody confirmed in time becomes an exception; its row stays until its sender was told,
 * so a crash in between tells it again and never keeps it from being told.
 */
public final class SqlExpiries implements Expiries {

    private final Sql sql;
    private final InboxEpochs epochs;
    private final Clock clock;

    /** @param msgId null when it did not expire: it was confirmed before, or the inbox keeps it no more */
    private record Row(String userId, long epoch, long number, String msgId, String senderId) {
    }

    public SqlExpiries(DataSource dataSource, InboxEpochs epochs, Clock clock) {
        this.sql = new Sql(dataSource);
        this.epochs = epochs;
        this.clock = clock;
    }

    @Override
    public List<Expired> expire(int limit) {
        long now = clock.millis();
        return epochs.transaction((handle, epoch) -> {
            List<String> users = handle.createQuery("SELECT user_id FROM inbox_expiry WHERE loss_at < ? ORDER BY loss_at LIMIT ?")
                    .bind(0, now).bind(1, limit).mapTo(String.class).list();
            if (users.isEmpty()) {
                return List.of();
            }
            // From here on nobody confirms anything of theirs, and none begins a new epoch
            new InboxRows(handle, epoch).hold(users);
            new InboxExpiry(handle, epoch, now).expire(handle.createQuery("SELECT user_id, inbox_seq FROM inbox_expiry "
                            + "WHERE user_id = ANY(:users) AND epoch = :epoch AND loss_at < :now ORDER BY loss_at LIMIT :limit")
                    .bind("users", users.toArray(String[]::new)).bind("epoch", epoch).bind("now", now).bind("limit", limit)
                    .map((row, context) -> new Number(row.getString("user_id"), row.getLong("inbox_seq"))).list());
            return sort(handle, rows(handle, users, now, limit));
        });
    }

    private static List<Row> rows(Handle handle, List<String> users, long now, int limit) {
        return handle.createQuery("SELECT y.user_id, y.epoch, y.inbox_seq, m.msg_id, m.sender_id FROM inbox_expiry y "
                        + "LEFT JOIN inbox_exception x ON x.user_id = y.user_id AND x.epoch = y.epoch AND x.inbox_seq = y.inbox_seq AND x.state = 'expired' "
                        + "LEFT JOIN conversation c ON c.conversation_id = x.conversation_id "
                        + "LEFT JOIN message m ON m.conversation_number = c.number AND m.seq = x.seq "
                        + "WHERE y.user_id = ANY(:users) AND y.loss_at < :now ORDER BY y.loss_at LIMIT :limit")
                .bind("users", users.toArray(String[]::new)).bind("now", now).bind("limit", limit)
                .map((row, context) -> new Row(row.getString("user_id"), row.getLong("epoch"), row.getLong("inbox_seq"), row.getString("msg_id"),
                        row.getString("sender_id")))
                .list();
    }

    private static List<Expired> sort(Handle handle, List<Row> rows) {
        List<Expired> expired = new ArrayList<>(rows.size());
        List<Expired> confirmed = new ArrayList<>();
        rows.forEach(row -> (row.msgId() == null ? confirmed : expired)
                .add(new Expired(row.msgId(), row.senderId(), row.userId(), row.epoch(), row.number())));
        forget(handle, confirmed);
        return expired;
    }

    @Override
    public void told(Collection<Expired> expired) {
        sql.transaction(handle -> {
            forget(handle, expired);
            return null;
        });
    }

    private static void forget(Handle handle, Collection<Expired> expired) {
        if (!expired.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch("DELETE FROM inbox_expiry WHERE user_id = ? AND epoch = ? AND inbox_seq = ?");
            expired.forEach(each -> batch.add(each.userId(), each.epoch(), each.number()));
            batch.execute();
        }
    }
}
