package io.campanile.store.sql.redo;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.store.sql.redo.RedoRecord.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.tx.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What transactions of an embedded database changed, each appended to a file before it is committed, so that nobody waits for the
 * database's own file, of which a commit changes pages all over: that is written now and then, for many together. After a kill -9
 * all is done again that the log tells beyond what the database surely has (decision 0038). Thread-safe.
 */
public final class RedoLog implements AutoCloseable {

    /** What each connection of this process says before it is used. */
    public static final String OPENED = "CREATE ALIAS IF NOT EXISTS campanile_opened FOR '" + RedoLog.class.getName() + ".opened'; CALL campanile_opened()";
    /** What another process tells before it uses the database. */
    public static final String SHARE = "CREATE ALIAS IF NOT EXISTS campanile_share FOR '" + RedoLog.class.getName() + ".share'; CALL campanile_share()";

    private static final Logger LOG = LoggerFactory.getLogger(RedoLog.class);
    private static final Map<MVStore, RedoLog> LOGS = new ConcurrentHashMap<>();
    /** The paths of their databases. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();
    /** Bytes; a buffer that has grown further is not used again. */
    private static final int LARGE = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long MOMENT_NS = Duration.ofMillis(1).toNanos();

    private final MVStore store;
    private final String path;
    private final RedoPlace had;
    private final RedoWriter writer;
    /** Held by who uses the writer, or changes the state. */
    private final ReentrantLock appending = new ReentrantLock();
    private final ReentrantLock trimming = new ReentrantLock();
    private final ReentrantLock ending = new ReentrantLock();
    private final Queue<WriteBuffer> buffers = new ConcurrentLinkedQueue<>();
    private volatile State state = State.BEFORE;

    /** Transactions are written to it while it is active; while it ends none is committed but those that are in it. */
    private enum State {
        BEFORE, ACTIVE, ENDING, ENDED
    }

    /** What a value that is kept apart from its row waits for. */
    public interface Write {
        void await() throws SQLException;
    }

    /** The record of a transaction that is about to be committed. */
    public final class Entry {
        private final RedoFile file;
        private final long place;
        private final Transaction transaction;

        private Entry(RedoFile file, long place, Transaction transaction) {
            this.file = file;
            this.place = place;
            this.transaction = transaction;
        }

        public void committed() {
            file.ended();
        }

        /**
         * The commit failed, and the transaction was not rolled back since. Once it has begun others may have seen what it changed, and have built
         * on that: then it stands.
         */
        public void failed() {
            int status = transaction.getStatus();
            try {
                if (status != Transaction.STATUS_COMMITTED && status != Transaction.STATUS_CLOSED) {
                    revoke(place);
                }
            } finally {
                file.ended();
            }
        }
    }

    private RedoLog(MVStore store, String path, Path directory) {
        this.store = store;
        this.path = path;
        this.had = new RedoPlace(store);
        this.writer = new RedoWriter(directory, had.get());
    }

    /**
     * Does again what the database lacks; before anybody else uses it.
     *
     * @param embedded  the only connection to a database that this process has opened itself
     * @param directory the log's own
     * @return whether anything was done: the database has to be closed and opened again then
     * @throws IllegalStateException when the log is of a later database
     */
    public static boolean recover(Connection embedded, Path directory) throws SQLException, IOException {
        return new RedoRecovery(session(embedded).getDatabase()).run(RedoWriter.left(directory));
    }

    /** After {@link #recover}; transactions are not written to it before {@link #begin}. */
    public static RedoLog open(Connection embedded, Path directory) throws SQLException, IOException {
        MVStore store = store(session(embedded));
        RedoLog log = new RedoLog(store, path(embedded), directory);
        List<Path> left = RedoWriter.left(directory);
        if (!left.isEmpty()) {
            new IdentityCounters(embedded).goOn();
            StoreFile.write(store);
            store.sync();
        }
        // The last one first: what is left is a beginning of the log then
        for (int i = left.size() - 1; i >= 0; i--) {
            Files.delete(left.get(i));
        }
        LOGS.put(store, log);
        LOGGED.add(log.path);
        return log;
    }

    /** @return null when the database has none, such as one in another process */
    public static RedoLog of(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session ? LOGS.get(store(session)) : null;
    }

    private static SessionLocal session(Connection embedded) throws SQLException {
        return (SessionLocal) embedded.unwrap(JdbcConnection.class).getSession();
    }

    private static String path(Connection embedded) throws SQLException {
        return session(embedded).getDatabase().getDatabasePath();
    }

    private static MVStore store(SessionLocal session) {
        return session.getDatabase().getStore().getMvStore();
    }

    /**
     * What the database calls for each new connection. H2 closes a database by itself when it cannot write the file, or memory runs
     * out, and the next connection opens it, without what only the log tells: that one must not be used.
     *
     * @throws SQLException for such a one: the next start of the process brings all
     */
    public static void opened(Connection embedded) throws SQLException {
        String path = path(embedded);
        // One in memory has none
        if (path != null && LOGGED.contains(path) && of(embedded) == null) {
            throw new SQLException("the database has closed itself, and lacks what is in its log: start anew", "08004");
        }
    }

    /**
     * From now on transactions are written to it: the tables are as they should be, and in the database's file. Not when another
     * process was there first.
     */
    public void begin() {
        ending.lock();
        try {
            if (state == State.BEFORE) {
                StoreFile.write(store);
                state(State.ACTIVE);
            }
        } finally {
            ending.unlock();
        }
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** What the database calls for another process, before that uses it: it tells this log nothing. */
    public static void share(Connection embedded) throws SQLException {
        opened(embedded);
        RedoLog log = of(embedded);
        if (log != null) {
            log.end();
        }
    }

    /**
     * Until the next start the database's file is written as without a log, once it has all that the log tells.
     *
     * @throws SQLException when that does not come about: the log goes on
     */
    private void end() throws SQLException {
        ending.lock();
        try {
            if (state == State.ACTIVE) {
                state(State.ENDING);
            }
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (state != State.ENDED && !trim()) {
                if (System.nanoTime() > patience) {
                    throw new SQLException("a transaction does not end");
                }
                LockSupport.parkNanos(MOMENT_NS);
            }
            state(State.ENDED);
        } catch (IOException e) {
            throw new SQLException(e);
        } finally {
            if (state == State.ENDING) {
                state(State.ACTIVE);
            }
            ending.unlock();
        }
    }

    private void state(State next) {
        appending.lock();
        state = next;
        appending.unlock();
    }

    /**
     * Tells what the connection's transaction has changed; to be called at its end, before others can see it.
     *
     * @param write of the database's file, of all that there is
     * @return null when it has changed nothing, or the log is not active
     * @throws CodedException 503 when it cannot be written: the transaction must be rolled back
     */
    public Entry write(Connection embedded, Write write) throws SQLException {
        WriteBuffer buffer = buffer();
        try {
            Transaction transaction = session(embedded).getTransaction();
            Content content = RedoRecord.write(buffer, transaction, store);
            if (content == Content.LARGE) {
                // What is kept apart from rows is no part of the transaction, and there by now
                write.await();
            }
            return content == Content.NOTHING ? null : append(buffer, transaction);
        } finally {
            if (buffer.capacity() <= LARGE) {
                buffers.add(buffer);
            }
        }
    }

    private WriteBuffer buffer() {
        WriteBuffer buffer = buffers.poll();
        return buffer == null ? new WriteBuffer() : buffer;
    }

    private Entry append(WriteBuffer record, Transaction transaction) {
        appending.lock();
        try {
            if (state == State.ENDING) {
                throw new CodedException(ErrorCode.UNAVAILABLE, "another process begins to use the database: try again");
            }
            if (state != State.ACTIVE) {
                return null;
            }
            RedoFile file = writer.append(record);
            file.begun();
            return new Entry(file, writer.place(), transaction);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the database's log cannot be written (" + e.getMessage() + "): try again");
        } finally {
            appending.unlock();
        }
    }

    private void revoke(long rolledBack) {
        appending.lock();
        try {
            writer.revoke(rolledBack);
        } catch (IOException e) {
            LOG.warn("nothing is written to the database's log before it is told what was rolled back: {}", e.getMessage());
        } finally {
            appending.unlock();
        }
    }

    /**
     * Brings all that is committed into the database's file, forces that to the disk, and lets go of what it tells. The log comes first: a
     * machine that loses its power may leave a part of a transaction in the file, of which the whole is to be done again.
     *
     * @return whether that is all
     */
    public boolean trim() throws IOException {
        trimming.lock();
        try {
            List<RedoFile> settled = settled();
            if (!settled.isEmpty()) {
                had.set(settled.get(settled.size() - 1).last());
            }
            StoreFile.write(store);
            for (RedoFile file : unsettled(settled)) {
                file.sync();
            }
            store.sync();
            for (RedoFile file : settled) {
                file.delete();
            }
            return forget(settled);
        } finally {
            trimming.unlock();
        }
    }

    private List<RedoFile> settled() {
        appending.lock();
        try {
            return writer.settled();
        } finally {
            appending.unlock();
        }
    }

    private List<RedoFile> unsettled(List<RedoFile> settled) {
        appending.lock();
        try {
            return writer.files().stream().skip(settled.size()).toList();
        } finally {
            appending.unlock();
        }
    }

    private boolean forget(List<RedoFile> deleted) {
        appending.lock();
        try {
            writer.forget(deleted);
            return writer.isEmpty();
        } finally {
            appending.unlock();
        }
    }

    /** When the database is closed; its files stay. */
    @Override
    public void close() throws IOException {
        LOGGED.remove(path);
        LOGS.remove(store);
        appending.lock();
        try {
            state = State.ENDED;
            writer.close();
        } finally {
            appending.unlock();
        }
    }
}
