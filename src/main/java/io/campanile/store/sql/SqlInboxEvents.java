package io.campanile.store.sql;

import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxEvents;
import java.util.List;
import javax.sql.DataSource;

/** The table {@code inbox_event}. */
public final class SqlInboxEvents implements InboxEvents {

    private static final int MOST = 1_000;

    private final Sql sql;

    public SqlInboxEvents(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public void add(List<InboxEvent> events) {
        sql.lazily(handle -> {
            InboxEventRows.insert(handle, events);
            return null;
        });
    }

    /** Of ranges that begin and end in order, those that hold a number are the last that do not begin after it. */
    @Override
    public List<InboxEvent> about(String userId, String epoch, long inboxSeq) {
        return sql.read(handle -> handle.createQuery("SELECT kind, from_seq, to_seq, client_id, node, at, detail FROM (SELECT * FROM inbox_event "
                        + "WHERE user_id = ? AND epoch = ? AND from_seq <= ? ORDER BY user_id DESC, epoch DESC, from_seq DESC LIMIT ?) near WHERE to_seq >= ? ORDER BY event_id")
                .bind(0, userId).bind(1, InboxEpochs.number(epoch)).bind(2, inboxSeq).bind(3, MOST).bind(4, inboxSeq)
                .map((row, context) -> new InboxEvent(userId, epoch, row.getString("kind"), row.getLong("from_seq"), row.getLong("to_seq"),
                        row.getString("client_id"), row.getString("node"), row.getLong("at"), row.getString("detail")))
                .list());
    }
}
