package io.campanile.store.sql;

import io.campanile.domain.due.Due;
import io.campanile.domain.due.DueRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table {@code due}. A claim locks its rows, passing over those that another node is claiming, and moves their time on
 * by the lease: whoever dies in the middle needs nobody to notice.
 */
public final class SqlDueRecords implements DueRecords {

    private final Sql sql;
    private final Clock clock;

    public SqlDueRecords(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public void put(String kind, String subject, String step, long at) {
        sql.run(handle -> handle.inTransaction(transaction -> {
            new DueRows(transaction).putIfAbsent(kind, List.of(subject), step, at);
            return transaction.execute("UPDATE due SET step = ?, due_at = ?, attempts = 0, version = version + 1 WHERE kind = ? AND subject = ?",
                    step, at, kind, subject);
        }));
    }

    @Override
    public void putIfAbsent(String kind, Collection<String> subjects, String step, long at) {
        sql.transaction(handle -> {
            new DueRows(handle).putIfAbsent(kind, subjects, step, at);
            return null;
        });
    }

    @Override
    public void cancel(String kind, String subject) {
        sql.run(handle -> {
            new DueRows(handle).cancel(kind, List.of(subject));
            return null;
        });
    }

    @Override
    public List<Due> claim(String kind, int limit, Duration lease) {
        long now = clock.millis();
        return sql.run(handle -> handle.inTransaction(transaction -> {
            List<Due> found = transaction.createQuery("SELECT kind, subject, step, due_at, attempts, version FROM due "
                            + "WHERE kind = :kind AND due_at <= :now ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED")
                    .bind("kind", kind).bind("now", now).bind("limit", limit)
                    .map((row, context) -> new Due(row.getString("kind"), row.getString("subject"), row.getString("step"),
                            row.getLong("due_at"), row.getInt("attempts") + 1, row.getLong("version") + 1))
                    .list();
            return moveOn(transaction, found, now + lease.toMillis());
        }));
    }

    private static List<Due> moveOn(Handle handle, List<Due> found, long until) {
        if (found.isEmpty()) {
            return found;
        }
        PreparedBatch batch = handle.prepareBatch("UPDATE due SET due_at = ?, attempts = ?, version = ? WHERE kind = ? AND subject = ? AND version = ?");
        found.forEach(due -> batch.add(until, due.attempts(), due.version(), due.kind(), due.subject(), due.version() - 1));
        int[] moved = batch.execute();
        List<Due> claimed = new ArrayList<>(found.size());
        for (int i = 0; i < moved.length; i++) {
            if (moved[i] == 1) {
                claimed.add(found.get(i));
            }
        }
        return claimed;
    }

    @Override
    public void renew(Collection<Due> claimed, Duration lease) {
        if (!claimed.isEmpty()) {
            long until = clock.millis() + lease.toMillis();
            sql.transaction(handle -> {
                PreparedBatch batch = handle.prepareBatch("UPDATE due SET due_at = ? WHERE kind = ? AND subject = ? AND version = ?");
                claimed.forEach(due -> batch.add(until, due.kind(), due.subject(), due.version()));
                return batch.execute();
            });
        }
    }

    @Override
    public boolean done(Due claimed) {
        return sql.run(handle -> handle.execute("DELETE FROM due WHERE kind = ? AND subject = ? AND version = ?",
                claimed.kind(), claimed.subject(), claimed.version())) == 1;
    }

    @Override
    public boolean next(Due claimed, String step, long at) {
        return sql.run(handle -> handle.execute("UPDATE due SET step = ?, due_at = ?, attempts = 0, version = version + 1 "
                        + "WHERE kind = ? AND subject = ? AND version = ?",
                step, at, claimed.kind(), claimed.subject(), claimed.version())) == 1;
    }
}
