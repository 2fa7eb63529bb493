package io.campanile.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.campanile.settings.SettingException;
import io.campanile.store.sql.redo.RedoLog;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;

/** Opens the SQL database and brings its tables up to date. */
public final class Database {

    /** A request waits this long for a connection, then its sender is told 503. */
    private static final long CONNECTION_TIMEOUT_MS = 3_000;

    private Database() {
    }

    /**
     * @param url {@code jdbc:postgresql:…}, or {@code jdbc:h2:…;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE}
     * @return a pool of connections; close it to let them go
     * @throws SettingException one line that says what to do
     */
    public static HikariDataSource open(String url, String username, String password, int poolSize) {
        HikariDataSource dataSource = connect(url, username, password, poolSize);
        try {
            // By connections of its own: a table may take longer to change than the gateway waits for a statement
            Flyway.configure().dataSource(url, username, password)
                    .placeholders(Map.of("identity_cache", url.startsWith("jdbc:h2:") ? "1000" : "1")).load().migrate();
            if (H2Flush.isFile(url)) {
                H2Flush.prepare(dataSource);
            }
            return dataSource;
        } catch (FlywayException | SQLException e) {
            dataSource.close();
            throw new SettingException("cannot prepare the tables in " + withoutParameters(url) + " (" + firstLine(e)
                    + "): let " + username + " create tables there, or set jdbc.url to a database of our own", e);
        }
    }

    private static HikariDataSource connect(String url, String username, String password, int poolSize) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sql");
        config.setMaximumPoolSize(poolSize);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        config.setExceptionOverride(new LostConnections());
        if (url.startsWith("jdbc:postgresql:")) {
            // seconds; without it a statement waits for ever on a server that went away silently
            config.addDataSourceProperty("socketTimeout", "30");
        }
        if (url.startsWith("jdbc:h2:file:")) {
            config.setConnectionInitSql(RedoLog.OPENED);
        }
        if (url.startsWith("jdbc:h2:tcp:")) {
            config.setConnectionInitSql(RedoLog.SHARE);
        }
        try {
            config.setJdbcUrl(url);
            config.setUsername(username);
            config.setPassword(password);
            return new HikariDataSource(config);
        } catch (PoolInitializationException | IllegalArgumentException e) {
            throw new SettingException("cannot open the database " + withoutParameters(url) + " (" + firstLine(e)
                    + "): check jdbc.url, jdbc.username and jdbc.password, and that it runs", e);
        } catch (RuntimeException e) {
            throw new SettingException("cannot open the database " + withoutParameters(url)
                    + ": set jdbc.url to a jdbc:postgresql: or jdbc:h2: address", e);
        }
    }

    /**
     * The pool knows a lost connection by PostgreSQL's states only, and does not check one that was in use just now:
     * without this, a busy gateway would keep those of an H2 that was restarted, for ever.
     */
    private static final class LostConnections implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException e) {
            return e instanceof SQLNonTransientConnectionException
                    ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }

    /** What follows the first ? or ; may carry a password. */
    private static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }

    private static String firstLine(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip().lines().findFirst().orElse(root.getClass().getSimpleName());
    }
}
