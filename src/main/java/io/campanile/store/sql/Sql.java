package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Runs statements, and tells a database that is away (503: repeat it) from a statement that is wrong (our fault).
 * Thread-safe; blocks while it waits for a connection of the pool.
 */
final class Sql {

    private static final Logger LOG = LoggerFactory.getLogger(Sql.class);
    /** Rows are held in one order everywhere, so that a second attempt is rare, and a third one has never been seen. */
    private static final int ATTEMPTS = 5;

    /** Whether a transaction ends only once what it committed, and what it read, is in the file (decision 0032). */
    private enum Wait {
        NEVER, UNHURRIED, FOR_CHANGES, ALWAYS
    }

    private final Jdbi jdbi;
    private final boolean flushed;

    Sql(DataSource dataSource) {
        this.flushed = H2Flush.isNeeded(dataSource);
        this.jdbi = Jdbi.create(dataSource).registerArrayType(String.class, "varchar").registerArrayType(Long.class, "bigint");
    }

    /**
     * Runs statements that change nothing.
     *
     * @throws CodedException 503 when the database is away
     */
    <R> R read(Function<Handle, R> statements) {
        try {
            return jdbi.withHandle(statements::apply);
        } catch (JdbiException e) {
            throw told(e);
        }
    }

    /**
     * Runs statements in one transaction, once: for those that collide with no other.
     *
     * @throws CodedException 503 when the database is away; whether it did the work is not known then
     */
    <R> R run(Function<Handle, R> statements) {
        try {
            return committed(statements, Wait.FOR_CHANGES);
        } catch (JdbiException e) {
            throw told(e);
        }
    }

    /**
     * Runs statements in one transaction, again when it collided with another one.
     *
     * @throws CodedException 503 when the database is away; whether it did the work is not known then
     */
    <R> R transaction(Function<Handle, R> statements) {
        return transaction(statements, Wait.FOR_CHANGES);
    }

    /** The same, for what a crash may take back, since it is done again or can be missed. */
    <R> R lazily(Function<Handle, R> statements) {
        return transaction(statements, Wait.NEVER);
    }

    /** The same, for what may wait some ms for the write that another one needs. */
    <R> R unhurried(Function<Handle, R> statements) {
        return transaction(statements, Wait.UNHURRIED);
    }

    /** The same, for what is told further: no crash takes back what was read. */
    <R> R settled(Function<Handle, R> statements) {
        return transaction(statements, Wait.ALWAYS);
    }

    private <R> R transaction(Function<Handle, R> statements, Wait wait) {
        for (int attempt = 1; ; attempt++) {
            try {
                return committed(statements, wait);
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !collided(e)) {
                    throw told(e);
                }
                LOG.debug("a transaction is run again: {}", e.getMessage());
            }
        }
    }

    /**
     * Runs statements in one transaction, once.
     *
     * @return empty when it collided with another one, or a statement is wrong: nothing has been done then
     * @throws CodedException 503 when the database is away; whether it did the work is not known then
     */
    <R> Optional<R> once(Function<Handle, R> statements) {
        try {
            return Optional.of(committed(statements, Wait.FOR_CHANGES));
        } catch (JdbiException e) {
            if (!collided(e) && told(e) instanceof CodedException away) {
                throw away;
            }
            return Optional.empty();
        }
    }

    /** The connection is another one's while this waits for the file. */
    private <R> R committed(Function<Handle, R> statements, Wait wait) {
        AtomicReference<Runnable> durable = new AtomicReference<>(H2Flush.NOTHING);
        R result = jdbi.inTransaction(handle -> {
            R last = statements.apply(handle);
            if (flushed) {
                durable.set(commit(handle, wait));
            }
            return last;
        });
        durable.get().run();
        return result;
    }

    private static Runnable commit(Handle handle, Wait wait) {
        try {
            return H2Commit.run(handle.getConnection(), wait != Wait.NEVER, wait == Wait.ALWAYS, wait != Wait.UNHURRIED);
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    private static RuntimeException told(JdbiException e) {
        SQLException cause = sqlCause(e);
        if (cause == null || !away(cause)) {
            return e;
        }
        LOG.warn("the database is unavailable: {}", cause.getMessage());
        return new CodedException(ErrorCode.UNAVAILABLE, "the database is unavailable: try again");
    }

    /** SQLSTATE: class 40 rolled back, HYT00 and 55P03 waited too long for a row, 23505 somebody inserted the same just now. */
    private static boolean collided(JdbiException e) {
        SQLException cause = sqlCause(e);
        String state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
        return state.startsWith("40") || state.equals("HYT00") || state.equals("55P03") || state.equals("23505");
    }

    /** Whether the database refuses a value, such as one that is too long: SQLSTATE classes 22, data exception, and 23, constraint violation. */
    static boolean isAboutTheValue(JdbiException e) {
        SQLException cause = sqlCause(e);
        return cause != null && cause.getSQLState() != null && (cause.getSQLState().startsWith("22") || cause.getSQLState().startsWith("23"));
    }

    private static SQLException sqlCause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** SQLSTATE classes: 08 connection, 40 rolled back, 53 out of resources, 57 stopped by its operator. */
    private static boolean away(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return e instanceof SQLTransientException || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException
                || state.startsWith("08") || state.startsWith("40") || state.startsWith("53") || state.startsWith("57");
    }
}
