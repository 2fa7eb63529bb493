package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
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

    private final Jdbi jdbi;

    Sql(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource).registerArrayType(String.class, "varchar").registerArrayType(Long.class, "bigint");
    }

    /** @throws CodedException 503 when the database is away; whether it did the work is not known then */
    <R> R run(Function<Handle, R> statements) {
        try {
            return jdbi.withHandle(statements::apply);
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
        for (int attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(statements::apply);
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !collided(e)) {
                    throw told(e);
                }
                LOG.debug("a transaction is run again: {}", e.getMessage());
            }
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
