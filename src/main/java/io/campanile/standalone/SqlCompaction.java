package io.campanile.standalone;

import io.campanile.store.sql.redo.RedoLog;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of the database as large as its content asks for. What is committed is in a log before it is in the file (decision 0038), and H2
 * writes it in threads of its own; when, and what is compacted, is decided here. Each write takes anew whatever pages were touched: without it a
 * file grows by megabytes a second for ever. Nobody commits meanwhile, so it is done in portions of a few ms. What is overwritten has been
 * replaced {@link #KEPT_MS} ago and forced to the disk since, so that a machine that loses its power finds a whole database. Thread-safe.
 */
final class SqlCompaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlCompaction.class);
    /** Between two portions, while there is something to do at least ten times what the last one took. */
    private static final long SOON_MS = 20;
    private static final long LATER_MS = 200;
    private static final long FORCED_NS = TimeUnit.SECONDS.toNanos(1);
    /** H2 keeps it for 45 s, since it forces nothing: then thousands of old chunks are looked through again and again. */
    private static final int KEPT_MS = 5_000;
    /** Percent of the file that is content; below that it is compacted. */
    private static final int ENOUGH = 50;
    private static final long LONG_NS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Bytes of content that are written again at a time; how long that takes depends on how they are scattered. */
    private static final int LEAST = 64 << 10;
    private static final int MOST = 1 << 20;
    private static final long LAST_SECONDS = 3;
    /**
     * After which H2 writes by itself. With 0 it would write with each commit, and without a delay in the thread of whoever commits
     * when 14 MB have come together: 30 to 70 ms, for which a batch of messages waited.
     */
    private static final int NEVER_MS = Integer.MAX_VALUE;

    private final MVStore store;
    private final RedoLog log;
    private final Runnable lost;
    private int portion = LEAST;
    private long forced = System.nanoTime();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread daemon = new Thread(work, "sql-compaction");
        daemon.setDaemon(true);
        return daemon;
    });

    SqlCompaction(MVStore store, RedoLog log, Runnable lost) {
        this.store = store;
        this.log = log;
        this.lost = lost;
    }

    /**
     * @param embedded a connection to a database that this process has opened itself
     * @param lost     what is done when the database has closed itself
     */
    static SqlCompaction of(Connection embedded, RedoLog log, Runnable lost) throws SQLException {
        SessionLocal session = (SessionLocal) embedded.unwrap(JdbcConnection.class).getSession();
        return new SqlCompaction(session.getDatabase().getStore().getMvStore(), log, lost);
    }

    SqlCompaction start() {
        store.setAutoCommitDelay(NEVER_MS);
        store.setRetentionTime(KEPT_MS);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.schedule(this::goOn, LATER_MS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void goOn() {
        thread.schedule(this::goOn, run(), TimeUnit.MILLISECONDS);
    }

    /**
     * One portion.
     *
     * @return how long to wait for the next one, in ms
     */
    long run() {
        try {
            if (!store.isClosed()) {
                if (System.nanoTime() - forced > FORCED_NS) {
                    log.trim();
                    forced = System.nanoTime();
                } else {
                    store.commit();
                }
                return compact();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the file of the database was not written or not compacted: {}", e.getMessage());
        }
        if (store.isClosed() && !thread.isShutdown()) {
            lost.run();
        }
        return LATER_MS;
    }

    private long compact() {
        long begun = System.nanoTime();
        boolean written = store.compact(ENOUGH, portion);
        long taken = System.nanoTime() - begun;
        if (taken > LONG_NS) {
            portion = Math.max(LEAST, portion / 2);
        } else if (written && taken < LONG_NS / 2) {
            portion = Math.min(MOST, portion * 2);
        }
        return written ? Math.max(SOON_MS, Math.min(LATER_MS, TimeUnit.NANOSECONDS.toMillis(10 * taken))) : LATER_MS;
    }

    /** Waits for what is being written: an interrupt would close the file. Nobody may change the database any more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS) && !store.isClosed()) {
                log.trim();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the log of the database stays until the next start: {}", e.getMessage());
        }
    }
}
