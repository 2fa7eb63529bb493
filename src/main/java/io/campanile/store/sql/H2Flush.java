package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Makes what an embedded database has committed durable, by one write of its file for all who wait. By itself H2 writes the
 * file once for each commit, one after the other, or with delay, which a kill -9 takes back (decision 0032). Thread-safe.
 */
public final class H2Flush {

    static final Runnable NOTHING = () -> { };

    private static final String CALL = "CALL campanile_flush()";
    private static final Map<MVStore, H2Flush> FLUSHES = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    /** Of those asked; guarded by {@link #writing}. */
    private long written;

    private H2Flush() {
    }

    static boolean isNeeded(DataSource database) {
        return database instanceof HikariDataSource pool && isFile(pool.getJdbcUrl());
    }

    static boolean isFile(String url) {
        return url.startsWith("jdbc:h2:file:") || url.startsWith("jdbc:h2:tcp:");
    }

    /** Lets a node that comes over TCP ask the one that has opened the file. */
    static void prepare(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("CREATE ALIAS IF NOT EXISTS campanile_flush FOR '" + H2Flush.class.getName() + ".flush'");
        }
    }

    /** @return whether the transaction that is under way has changed something, as far as that can be seen from here */
    static boolean isDue(Connection connection) {
        try {
            return !(connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) || session.containsUncommitted();
        } catch (SQLException e) {
            return true;
        }
    }

    /**
     * Lets what was committed before be written; blocks only when the file is another node's.
     *
     * @return blocks until it is in the file; needs no connection
     * @throws CodedException 503, from either, when the database is away; whether it is in the file is not known then
     */
    static Runnable begin(Connection connection) {
        try {
            if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
                MVStore store = session.getDatabase().getStore().getMvStore();
                return () -> await(store);
            }
            try (CallableStatement call = connection.prepareCall(CALL)) {
                call.execute();
            }
            return NOTHING;
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static void await(MVStore store) {
        try {
            flush(store);
        } catch (SQLException | MVStoreException e) {
            throw away(e);
        }
    }

    private static CodedException away(Exception e) {
        return new CodedException(ErrorCode.UNAVAILABLE, "the database is unavailable (" + e.getMessage() + "): try again");
    }

    /** What the database calls. */
    public static void flush(Connection embedded) throws SQLException {
        flush(((SessionLocal) embedded.unwrap(JdbcConnection.class).getSession()).getDatabase().getStore().getMvStore());
    }

    private static void flush(MVStore store) throws SQLException {
        FLUSHES.computeIfAbsent(store, first -> new H2Flush()).write(store);
        if (store.isClosed()) {
            throw new SQLException("it was closed meanwhile", "08006");
        }
    }

    private void write(MVStore store) {
        long mine = asked.incrementAndGet();
        writing.lock();
        try {
            if (written < mine) {
                long all = asked.get();
                store.commit();
                written = all;
            }
        } finally {
            writing.unlock();
        }
    }
}
