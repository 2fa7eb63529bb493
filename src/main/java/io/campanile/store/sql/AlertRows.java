package io.campanile.store.sql;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertEscalation;
import io.campanile.domain.device.Report;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The alerts that one transaction changes; used once. With a raised one it sets the record by which it is escalated, and
 * takes it back with one that is not raised any more: there is no moment at which one is there without the other.
 */
final class AlertRows {

    static final String COLUMNS = "alert.alert_id, alert.sn, alert.section, alert.code, alert.msg, alert.state, alert.raised_at, "
            + "alert.acknowledged_by, alert.cleared_at, alert.source, alert.version";

    private final Handle handle;
    /** The open ones, and those that were looked for as the latest of their section. */
    private final Map<String, Alert> present = new HashMap<>();
    private final Map<String, Long> versionsRead = new HashMap<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();

    private record Change(Alert alert, String cause) {
    }

    AlertRows(Handle handle) {
        this.handle = handle;
    }

    void readOpen(Collection<String> sns) {
        read(sns, "state <> 'cleared'");
    }

    /** Of each section of a device that alerts by a threshold. */
    void readLatest(Collection<String> sns) {
        read(sns, "changed_by = '' AND raised_at = (SELECT MAX(other.raised_at) FROM alert other WHERE other.sn = alert.sn "
                + "AND other.section = alert.section AND other.changed_by = '')");
    }

    private void read(Collection<String> sns, String condition) {
        if (!sns.isEmpty()) {
            handle.createQuery("SELECT " + COLUMNS + " FROM alert WHERE sn IN (<sns>) AND " + condition + " ORDER BY source")
                    .bindList("sns", List.copyOf(sns)).map((row, context) -> alert(row)).forEach(alert -> {
                        present.put(key(alert.sn(), alert.section()), alert);
                        versionsRead.put(alert.alertId(), alert.version());
                    });
        }
    }

    /** Null when there is none. */
    Alert latest(String sn, String section) {
        return present.get(key(sn, section));
    }

    /** Null when none is open. */
    Alert open(String sn, String section) {
        Alert latest = latest(sn, section);
        return latest == null || !latest.open() ? null : latest;
    }

    /** @param cause the {@code report_id} of the report that changes it; empty for a threshold */
    void change(Alert alert, String cause) {
        changes.put(alert.alertId(), new Change(alert, cause));
        present.put(key(alert.sn(), alert.section()), alert);
    }

    /** @throws OvertakenException when one was changed by somebody else since it was read */
    void write() {
        if (changes.isEmpty()) {
            return;
        }
        PreparedBatch insert = handle.prepareBatch("INSERT INTO alert (code, msg, state, cleared_at, changed_by, source, version, alert_id, "
                + "sn, section, raised_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        PreparedBatch update = handle.prepareBatch("UPDATE alert SET code = ?, msg = ?, state = ?, cleared_at = ?, changed_by = ?, "
                + "source = ?, version = ? WHERE alert_id = ? AND version = ?");
        changes.values().forEach(change -> {
            Alert alert = change.alert();
            Long read = versionsRead.get(alert.alertId());
            if (read == null) {
                insert.add(alert.code(), alert.msg(), alert.state().wireName(), alert.clearedAt(), change.cause(), alert.source(),
                        alert.version(), alert.alertId(), alert.sn(), alert.section(), alert.raisedAt());
            } else {
                update.add(alert.code(), alert.msg(), alert.state().wireName(), alert.clearedAt(), change.cause(), alert.source(),
                        alert.version(), alert.alertId(), read);
            }
        });
        requireAll(insert);
        requireAll(update);
        escalate();
    }

    private static void requireAll(PreparedBatch batch) {
        if (batch.size() > 0) {
            for (int written : batch.execute()) {
                if (written == 0) {
                    throw new OvertakenException("an alert");
                }
            }
        }
    }

    private void escalate() {
        List<String> raised = new ArrayList<>();
        List<String> over = new ArrayList<>();
        changes.values().forEach(change -> (change.alert().state() == Alert.State.RAISED ? raised : over).add(change.alert().alertId()));
        DueRows due = new DueRows(handle);
        due.putIfAbsent(AlertEscalation.KIND, raised, AlertEscalation.BEGIN, 0);
        due.cancel(AlertEscalation.KIND, over);
    }

    /** The alerts whose last change came from one of these reports. */
    List<Alert> changedBy(List<Report> reports) {
        if (reports.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("SELECT " + COLUMNS + " FROM alert WHERE sn IN (<sns>) AND changed_by IN (<reports>)")
                .bindList("sns", reports.stream().map(Report::sn).distinct().toList())
                .bindList("reports", reports.stream().map(Report::reportId).distinct().toList())
                .map((row, context) -> alert(row)).list();
    }

    private static String key(String sn, String section) {
        return sn + '/' + section;
    }

    static Alert alert(ResultSet row) throws SQLException {
        long cleared = row.getLong("cleared_at");
        return new Alert(row.getString("alert_id"), row.getString("sn"), row.getString("section"), row.getInt("code"),
                row.getString("msg"), Alert.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("raised_at"), row.getString("acknowledged_by"), cleared == 0 ? null : cleared,
                row.getLong("source"), row.getLong("version"));
    }
}
