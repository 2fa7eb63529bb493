package io.campanile.store.sql;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.Report;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The alerts that one batch of reports touches, in its transaction; used once. */
final class AlertRows {

    private static final String COLUMNS = "SELECT alert_id, sn, section, code, msg, state, raised_at, acknowledged_by, cleared_at FROM alert ";

    private final Handle handle;
    private final Map<String, Alert> open = new HashMap<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();

    private record Change(Alert alert, String reportId) {
    }

    AlertRows(Handle handle) {
        this.handle = handle;
    }

    void readOpen(Collection<String> sns) {
        if (!sns.isEmpty()) {
            handle.createQuery(COLUMNS + "WHERE sn IN (<sns>) AND state <> 'cleared'").bindList("sns", List.copyOf(sns))
                    .map((row, context) -> alert(row)).forEach(alert -> open.put(key(alert.sn(), alert.section()), alert));
        }
    }

    /** Null when none is open. */
    Alert open(String sn, String section) {
        return open.get(key(sn, section));
    }

    void change(Alert alert, String reportId) {
        changes.put(alert.alertId(), new Change(alert, reportId));
        if (alert.state() == Alert.State.CLEARED) {
            open.remove(key(alert.sn(), alert.section()));
        } else {
            open.put(key(alert.sn(), alert.section()), alert);
        }
    }

    void write() {
        if (changes.isEmpty()) {
            return;
        }
        PreparedBatch insert = handle.prepareBatch("INSERT INTO alert (alert_id, sn, section, code, msg, state, raised_at, changed_by) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        PreparedBatch update = handle.prepareBatch("UPDATE alert SET code = ?, msg = ?, state = ?, cleared_at = ?, changed_by = ? "
                + "WHERE alert_id = ?");
        changes.values().forEach(change -> {
            Alert alert = change.alert();
            insert.add(alert.alertId(), alert.sn(), alert.section(), alert.code(), alert.msg(), name(alert), alert.raisedAt(), change.reportId());
            update.add(alert.code(), alert.msg(), name(alert), alert.clearedAt(), change.reportId(), alert.alertId());
        });
        insert.execute();
        update.execute();
    }

    /** The alerts whose last change came from one of these reports. */
    List<Alert> changedBy(List<Report> reports) {
        if (reports.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(COLUMNS + "WHERE sn IN (<sns>) AND changed_by IN (<reports>)")
                .bindList("sns", reports.stream().map(Report::sn).distinct().toList())
                .bindList("reports", reports.stream().map(Report::reportId).distinct().toList())
                .map((row, context) -> alert(row)).list();
    }

    private static String key(String sn, String section) {
        return sn + '/' + section;
    }

    private static String name(Alert alert) {
        return alert.state().name().toLowerCase(Locale.ROOT);
    }

    private static Alert alert(ResultSet row) throws SQLException {
        long cleared = row.getLong("cleared_at");
        return new Alert(row.getString("alert_id"), row.getString("sn"), row.getString("section"), row.getInt("code"),
                row.getString("msg"), Alert.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("raised_at"), row.getString("acknowledged_by"), cleared == 0 ? null : cleared);
    }
}
