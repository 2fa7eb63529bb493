package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.standalone.InPlaceTables;
import io.campanile.fixture.RealPostgres;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A migrated database, emptied before each test: H2 in memory, its tables as those of the standalone file, or with {@code -Dtest.database=postgresql} {@link RealPostgres}. */
public final class DatabaseFixture implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private HikariDataSource dataSource;

    @Override
    public void beforeAll(ExtensionContext context) {
        String name = context.getRequiredTestClass().getSimpleName();
        dataSource = Database.open(RealPostgres.isAsked() ? RealPostgres.database(name.toLowerCase(Locale.ROOT))
                : "jdbc:h2:mem:" + name + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"
                + ";DEFAULT_TABLE_ENGINE=" + InPlaceTables.class.getName(), "campanile", "", 8);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        jdbi().useHandle(handle -> {
            for (String table : new String[] {"household", "device", "report", "alert", "due", "account", "shared_secret", "dead_letter", "user_seen", "presence_subscription",
                    "inbox", "inbox_end", "inbox_due", "inbox_entry", "inbox_exception", "inbox_expiry", "inbox_cursor", "inbox_event", "participation", "message", "conversation", "room", "room_change", "room_stay",
                    "call_session", "call_untold", "call_live", "call_busy", "call_request"}) {
                handle.execute("DELETE FROM " + table);
            }
            handle.execute("UPDATE inbox_epoch SET epoch = 1, fence = 1");
        });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // None when it was skipped
        if (dataSource != null) {
            dataSource.close();
        }
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public Jdbi jdbi() {
        return Jdbi.create(dataSource);
    }

    /** Makes a conversation. @return its number */
    long conversation(String conversationId) {
        return jdbi().withHandle(handle -> handle.createUpdate("INSERT INTO conversation (conversation_id, last_seq, last_at) VALUES (?, 0, 0)")
                .bind(0, conversationId).executeAndReturnGeneratedKeys("number").mapTo(Long.class).one());
    }

    /** Writes a report into the history as the device flow does. */
    public void recordReport(String sn, String reportId, long ts, long receivedAt, boolean applied, String body) {
        jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO report (sn, report_id, received_at, ts, applied, body) VALUES (?, ?, ?, ?, ?, ?)",
                sn, reportId, receivedAt, ts, applied, body));
    }
}
