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

    private final Jdbi jdbi;

    Sql(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    /** @throws CodedException 503 when the database is away; whether it did the work is not known then */
    <R> R run(Function<Handle, R> statements) {
        try {
            return jdbi.withHandle(statements::apply);
        } catch (JdbiException e) {
            SQLException cause = sqlCause(e);
            if (cause != null && away(cause)) {
                LOG.warn("the database is unavailable: {}", cause.getMessage());
                throw new CodedException(ErrorCode.UNAVAILABLE, "the database is unavailable: try again");
            }
            throw e;
        }
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
