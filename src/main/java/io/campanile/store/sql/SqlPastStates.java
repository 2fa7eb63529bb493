package io.campanile.store.sql;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.PastStates;
import io.campanile.domain.device.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Makes past states again out of the history: from the last reports of each device before the time, so a section that a
 * device has not reported in as many is missing. Thread-safe.
 */
public final class SqlPastStates implements PastStates {

    private static final int REPORTS = 5;
    /** Devices asked for in one statement. */
    private static final int CHUNK = 100;
    private static final String LAST = "(SELECT sn, report_id, ts, received_at, body FROM report WHERE sn = ? AND applied AND received_at < ? "
            + "ORDER BY ts DESC, report_id DESC LIMIT " + REPORTS + ")";

    private final Sql sql;
    private final DeviceTypes types;

    public SqlPastStates(DataSource dataSource, DeviceTypes types) {
        this.sql = new Sql(dataSource);
        this.types = types;
    }

    @Override
    public Map<String, Past> before(Collection<String> sns, long time) {
        Map<String, Past> past = new HashMap<>();
        List<String> all = List.copyOf(sns);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<String> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            sql.read(handle -> {
                past.putAll(before(handle, chunk, time));
                return null;
            });
        }
        return past;
    }

    private Map<String, Past> before(Handle handle, List<String> sns, long time) {
        Map<String, DeviceState> states = handle.createQuery("SELECT sn, type FROM device WHERE sn IN (<sns>)").bindList("sns", sns)
                .map((row, context) -> new DeviceState(row.getString("sn"), row.getString("type"), Map.of(), 0, 0, 0))
                .collect(Collectors.toMap(DeviceState::sn, state -> state));
        lastReports(handle, List.copyOf(states.keySet()), time).forEach(report ->
                states.computeIfPresent(report.sn(), (sn, state) -> state.with(report, types.find(state.type()))));
        Map<String, List<Alert>> alerts = alerts(handle, sns, time).stream().collect(Collectors.groupingBy(Alert::sn));
        return states.values().stream().collect(Collectors.toMap(DeviceState::sn,
                state -> new Past(state, alerts.getOrDefault(state.sn(), List.of()))));
    }

    /** Of each device the oldest first. */
    private static List<Report> lastReports(Handle handle, List<String> sns, long time) {
        if (sns.isEmpty()) {
            return List.of();
        }
        Query query = handle.createQuery(String.join(" UNION ALL ", Collections.nCopies(sns.size(), LAST)));
        for (int i = 0; i < sns.size(); i++) {
            query.bind(2 * i, sns.get(i)).bind(2 * i + 1, time);
        }
        List<Report> newestFirst = new ArrayList<>(query.map((row, context) -> {
            String body = row.getString("body");
            return new Report(row.getString("sn"), row.getString("report_id"), row.getLong("ts"), row.getLong("received_at"), Json.object(body), body);
        }).list());
        newestFirst.sort((one, other) -> Long.compare(one.ts(), other.ts()));
        return newestFirst;
    }

    private static List<Alert> alerts(Handle handle, List<String> sns, long time) {
        return handle.createQuery("SELECT " + AlertRows.COLUMNS + " FROM alert WHERE sn IN (<sns>) AND raised_at < :time "
                        + "AND (cleared_at IS NULL OR cleared_at >= :time)")
                .bindList("sns", sns).bind("time", time)
                .map((row, context) -> asRaised(AlertRows.alert(row))).list();
    }

    /** Without what became of it later. */
    private static Alert asRaised(Alert alert) {
        return new Alert(alert.alertId(), alert.sn(), alert.section(), alert.code(), alert.msg(), Alert.State.RAISED, alert.raisedAt(), null, null, 0, 1);
    }
}
