package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated database, emptied before each test: H2 in memory, or the server that {@code -Dtest.jdbc.url} names
 * (with {@code test.jdbc.username} and {@code test.jdbc.password}). Never point it at tables that matter.
 */
public final class DatabaseFixture implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private HikariDataSource dataSource;

    @Override
    public void beforeAll(ExtensionContext context) {
        String memory = "jdbc:h2:mem:" + context.getRequiredTestClass().getSimpleName()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
        dataSource = Database.open(System.getProperty("test.jdbc.url", memory),
                System.getProperty("test.jdbc.username", "campanile"), System.getProperty("test.jdbc.password", ""), 8);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        jdbi().useHandle(handle -> {
            for (String table : new String[] {"household", "device", "report", "alert", "due", "account", "shared_secret", "dead_letter", "user_seen", "presence_subscription",
                    "inbox", "inbox_due", "inbox_entry", "inbox_exception", "inbox_expiry", "inbox_cursor", "inbox_event", "participation", "message", "conversation", "room",
                    "call_session", "call_untold", "call_live", "call_busy", "call_request"}) {
                handle.execute("DELETE FROM " + table);
            }
            handle.execute("UPDATE inbox_epoch SET epoch = 1, fence = 1");
        });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        dataSource.close();
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public Jdbi jdbi() {
        return Jdbi.create(dataSource);
    }

    /** Writes a report into the history as the device flow does. */
    public void recordReport(String sn, String reportId, long ts, long receivedAt, boolean applied, String body) {
        jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO report (sn, report_id, received_at, ts, applied, body) VALUES (?, ?, ?, ?, ?, ?)",
                sn, reportId, receivedAt, ts, applied, body));
    }
}
