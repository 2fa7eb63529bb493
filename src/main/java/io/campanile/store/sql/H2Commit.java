package io.campanile.store.sql;

import io.campanile.store.sql.redo.RedoLog;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.message.DbException;
import org.h2.mvstore.MVStoreException;

/**
 * How what one transaction did outlives the process: by a record in the log, written before the commit, or else by a write of the
 * database's file after it.
 */
final class H2Commit {

    private final RedoLog.Entry entry;
    private final boolean due;

    private H2Commit(RedoLog.Entry entry, boolean due) {
        this.entry = entry;
        this.due = due;
    }

    /**
     * At the end of a transaction.
     *
     * @param waits   whether a crash must not take back what it changes
     * @param settled whether it must not take back what it has read either
     * @throws io.campanile.domain.CodedException 503 when that cannot be: it must be rolled back
     */
    static H2Commit of(Connection connection, boolean waits, boolean settled) throws SQLException {
        boolean changes = H2Flush.isDue(connection);
        RedoLog log = RedoLog.of(connection);
        try {
            RedoLog.Entry entry = changes && log != null ? log.write(connection, () -> H2Flush.write(connection)) : null;
            boolean logged = entry != null || log != null && log.isActive();
            return new H2Commit(entry, !logged && (settled || waits && changes));
        } catch (MVStoreException | DbException e) {
            throw H2Flush.away(e);
        }
    }

    /** It was not committed, or failed later. */
    void failed() {
        if (entry != null) {
            entry.failed();
        }
    }

    /** It is committed. @return blocks until it outlives the process; needs no connection */
    Runnable committed(Connection connection, boolean hurry) {
        if (entry != null) {
            entry.committed();
        }
        return due ? H2Flush.begin(connection, hurry) : H2Flush.NOTHING;
    }
}
