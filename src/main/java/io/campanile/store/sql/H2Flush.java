package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.store.sql.redo.RedoLog;
import io.campanile.store.sql.redo.StoreFile;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

    /** For how long who is in no hurry waits for a write that another one needs, ms. */
    private static final long PATIENCE_MS = 20;

    /** What was committed before it begins is in it. */
    private final AtomicReference<Write> next = new AtomicReference<>(new Write());
    private final ReentrantLock writing = new ReentrantLock();

    /** The write of the file that has not begun; all who need it are told at once. */
    private static final class Write {

        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
    }

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
            RedoLog log = RedoLog.of(connection);
            if (log != null) {
                log.begin();
            }
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
     * @param hurry whether to begin a write at once, rather than after some ms in which nobody else has
     * @return blocks until it is in the file; needs no connection
     * @throws CodedException 503, from either, when the database is away; whether it is in the file is not known then
     */
    static Runnable begin(Connection connection, boolean hurry) {
        try {
            if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
                MVStore store = session.getDatabase().getStore().getMvStore();
                return () -> await(store, hurry);
            }
            try (CallableStatement call = connection.prepareCall(CALL)) {
                call.execute();
            }
            return NOTHING;
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static void await(MVStore store, boolean hurry) {
        try {
            flush(store, hurry);
        } catch (SQLException | MVStoreException e) {
            throw away(e);
        }
    }

    static CodedException away(Exception e) {
        return new CodedException(ErrorCode.UNAVAILABLE, "the database is unavailable (" + e.getMessage() + "): try again");
    }

    /** What the database calls for another process; one of an older version has told the log nothing before. */
    public static void flush(Connection embedded) throws SQLException {
        if (session(embedded).getNetworkConnectionInfo() != null) {
            RedoLog.share(embedded);
        }
        write(embedded);
    }

    /** All that is committed. */
    static void write(Connection embedded) throws SQLException {
        flush(session(embedded).getDatabase().getStore().getMvStore(), true);
    }

    private static SessionLocal session(Connection embedded) throws SQLException {
        return (SessionLocal) embedded.unwrap(JdbcConnection.class).getSession();
    }

    private static void flush(MVStore store, boolean hurry) throws SQLException {
        H2Flush flush = FLUSHES.computeIfAbsent(store, first -> new H2Flush());
        Write mine = flush.next.get();
        if (hurry || !isDone(mine)) {
            flush.write(mine, store);
        }
        if (store.isClosed()) {
            throw new SQLException("it was closed meanwhile", "08006");
        }
    }

    private static boolean isDone(Write write) {
        try {
            write.done.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** By whoever is the first to need it. */
    private void write(Write mine, MVStore store) {
        if (!mine.taken.compareAndSet(false, true)) {
            join(mine);
            return;
        }
        writing.lock();
        try {
            next.set(new Write());
            StoreFile.write(store);
            mine.done.complete(null);
        } catch (RuntimeException | Error e) {
            mine.done.completeExceptionally(e);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private static void join(Write write) {
        try {
            write.done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
