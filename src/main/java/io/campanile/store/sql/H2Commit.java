package io.campanile.store.sql;

import io.campanile.store.sql.redo.RedoLog;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.message.DbException;
import org.h2.mvstore.MVStoreException;

/**
 * The commit of a transaction that outlives the process: by a record in the log, written before it, or else by a write of the
 * database's file after it.
 */
final class H2Commit {

    private H2Commit() {
    }

    /**
     * Commits the connection's transaction.
     *
     * @param waits   whether a crash must not take back what it changes
     * @param settled whether it must not take back what it has read either
     * @param hurry   whether a write of the file begins at once, rather than after some ms in which nobody else has begun one
     * @return blocks until it outlives the process; needs no connection
     * @throws io.campanile.domain.CodedException 503 when the database or its log is away
     */
    static Runnable run(Connection connection, boolean waits, boolean settled, boolean hurry) throws SQLException {
        boolean changes = H2Flush.isDue(connection);
        RedoLog log = RedoLog.of(connection);
        RedoLog.Entry entry = changes && log != null ? entry(connection, log) : null;
        boolean logged = entry != null || log != null && log.isActive();
        commit(connection, entry);
        return !logged && (settled || waits && changes) ? H2Flush.begin(connection, hurry) : H2Flush.NOTHING;
    }

    private static RedoLog.Entry entry(Connection connection, RedoLog log) throws SQLException {
        try {
            return log.write(connection, () -> H2Flush.write(connection));
        } catch (MVStoreException | DbException e) {
            throw H2Flush.away(e);
        }
    }

    private static void commit(Connection connection, RedoLog.Entry entry) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            if (entry != null) {
                entry.failed();
            }
            throw e;
        }
        if (entry != null) {
            entry.committed();
        }
    }
}
