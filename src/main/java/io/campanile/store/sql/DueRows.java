package io.campanile.store.sql;

import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Sets and takes back due records within somebody's transaction; used once. */
final class DueRows {

    private final Handle handle;

    DueRows(Handle handle) {
        this.handle = handle;
    }

    void putIfAbsent(String kind, Collection<String> subjects, String step, long at) {
        if (!subjects.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO due (kind, subject, step, due_at, attempts, version) "
                    + "VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING");
            subjects.forEach(subject -> batch.add(kind, subject, step, at));
            batch.execute();
        }
    }

    void cancel(String kind, Collection<String> subjects) {
        if (!subjects.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch("DELETE FROM due WHERE kind = ? AND subject = ?");
            subjects.forEach(subject -> batch.add(kind, subject));
            batch.execute();
        }
    }
}
