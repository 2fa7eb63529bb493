package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.AlertEscalation;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.device.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table {@code alert}. */
public final class SqlAlerts implements Alerts {

    private static final String OLDER = " AND raised_at <= :at AND (raised_at < :at OR alert_id < :key)";
    private static final String NEWER = " AND raised_at >= :at AND (raised_at > :at OR alert_id > :key)";
    private static final String NEWEST_FIRST = " ORDER BY raised_at DESC, alert_id DESC LIMIT :limit";
    private static final String OLDEST_FIRST = " ORDER BY raised_at, alert_id LIMIT :limit";

    private final Sql sql;
    private final Clock clock;

    public SqlAlerts(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public List<Alert> page(AlertQuery asked, String before, String after, int limit) {
        return sql.read(handle -> {
            String key = before != null ? before : after;
            String range = key == null ? NEWEST_FIRST : before != null ? OLDER + NEWEST_FIRST : NEWER + OLDEST_FIRST;
            Query query = handle.createQuery("SELECT " + AlertRows.COLUMNS + " FROM alert WHERE TRUE" + condition(asked) + range)
                    .bind("limit", limit);
            bind(query, asked);
            if (key != null) {
                query.bind("at", raisedAt(handle, before != null ? "before" : "after", key)).bind("key", key);
            }
            return query.map((row, context) -> AlertRows.alert(row)).list();
        });
    }

    private static String condition(AlertQuery asked) {
        return (asked.sn() == null ? "" : " AND sn = :sn") + (asked.state() == null ? "" : " AND state = :state")
                + (asked.residentOf() == null ? "" : " AND " + SqlHouseholds.OF_USER);
    }

    private static void bind(Query query, AlertQuery asked) {
        if (asked.sn() != null) {
            query.bind("sn", asked.sn());
        }
        if (asked.state() != null) {
            query.bind("state", asked.state().wireName());
        }
        if (asked.residentOf() != null) {
            query.bind("user_id", asked.residentOf());
        }
    }

    private static long raisedAt(Handle handle, String field, String alertId) {
        return handle.createQuery("SELECT raised_at FROM alert WHERE alert_id = ?").bind(0, alertId).mapTo(Long.class).findOne()
                .orElseThrow(() -> CodedException.invalid(field, "no such alert"));
    }

    @Override
    public Optional<AlertChange> find(String alertId) {
        return sql.read(handle -> read(handle, alertId));
    }

    private static Optional<AlertChange> read(Handle handle, String alertId) {
        return handle.createQuery("SELECT " + AlertRows.COLUMNS + ", device.type FROM alert JOIN device ON device.sn = alert.sn WHERE alert_id = ?")
                .bind(0, alertId).map((row, context) -> new AlertChange(AlertRows.alert(row), row.getString("type"))).findOne();
    }

    @Override
    public AlertChange acknowledge(String alertId, String userId) {
        return OvertakenException.retry(() -> sql.run(handle -> handle.inTransaction(transaction -> {
            AlertChange found = read(transaction, alertId).orElseThrow(() -> CodedException.notFound("alert: " + alertId));
            Alert acknowledged = found.alert().acknowledged(userId);
            if (acknowledged != found.alert()) {
                write(transaction, acknowledged, found.alert().version());
            }
            return new AlertChange(acknowledged, found.type());
        })));
    }

    private void write(Handle handle, Alert acknowledged, long versionRead) {
        int written = handle.execute("UPDATE alert SET state = ?, acknowledged_by = ?, acknowledged_at = ?, version = ? WHERE alert_id = ? AND version = ?",
                acknowledged.state().wireName(), acknowledged.acknowledgedBy(), clock.millis(), acknowledged.version(),
                acknowledged.alertId(), versionRead);
        if (written == 0) {
            throw new OvertakenException("alert " + acknowledged.alertId());
        }
        new DueRows(handle).cancel(AlertEscalation.KIND, List.of(acknowledged.alertId()));
    }

    @Override
    public Judged judge(List<Verdict> verdicts, Duration holdDown) {
        return verdicts.isEmpty() ? new Judged(List.of(), List.of())
                : OvertakenException.retry(() -> sql.run(handle -> handle.inTransaction(transaction -> judge(transaction, verdicts, holdDown))));
    }

    private static Judged judge(Handle handle, List<Verdict> verdicts, Duration holdDown) {
        AlertRows rows = new AlertRows(handle);
        rows.readLatest(verdicts.stream().map(Verdict::sn).distinct().toList());
        Judged judged = Judged.of(verdicts, holdDown, rows::latest, alert -> rows.change(alert, ""));
        rows.write();
        return judged;
    }

    @Override
    public int open() {
        return sql.read(handle -> handle.createQuery("SELECT COUNT(*) FROM alert WHERE state IN ('raised', 'acknowledged')")
                .mapTo(Integer.class).one());
    }
}
