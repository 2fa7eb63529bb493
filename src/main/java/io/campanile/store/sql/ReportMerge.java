package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates.Merged;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import io.campanile.domain.device.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** One batch of reports in one transaction; used once. */
final class ReportMerge {

    /** Characters. Each can take six bytes in JSON, and a change has to fit into one Kafka record of 1 MiB. */
    private static final int MAX_STATE = 131_072;

    private final Handle handle;
    private final DeviceTypes types;
    /** Sorted, so that two transactions lock devices in the same order. */
    private final Map<String, DeviceState> states = new TreeMap<>();
    private final Map<String, Long> versionsRead = new HashMap<>();
    private final List<DeviceState> led = new ArrayList<>();
    private final AlertRows alerts;

    ReportMerge(Handle handle, DeviceTypes types) {
        this.handle = handle;
        this.types = types;
        this.alerts = new AlertRows(handle);
    }

    Merged run(List<Report> reports) {
        read(reports);
        List<Report> known = new ArrayList<>(reports.size());
        List<Report> unknown = new ArrayList<>();
        reports.forEach(report -> (states.containsKey(report.sn()) ? known : unknown).add(report));
        if (known.isEmpty()) {
            return new Merged(List.of(), List.of(), List.of(), unknown, 0);
        }
        List<Alert> changed = new ArrayList<>();
        List<Report> repeated = new ArrayList<>();
        boolean[] applied = applied(known);
        int[] inserted = insert(known, applied);
        for (int i = 0; i < inserted.length; i++) {
            Report report = known.get(i);
            if (inserted[i] == 0) {
                repeated.add(report);
            } else if (applied[i]) {
                changed.addAll(apply(report));
            }
        }
        update();
        alerts.write();
        states.values().stream().filter(state -> !isChanged(state)).forEach(led::add);
        List<Alert> again = alerts.changedBy(repeated).stream().filter(alert -> !changed.contains(alert)).toList();
        return new Merged(List.copyOf(led), List.copyOf(changed), again, unknown, repeated.size());
    }

    private void read(List<Report> reports) {
        TreeSet<String> sns = new TreeSet<>();
        reports.forEach(report -> sns.add(report.sn()));
        handle.createQuery("SELECT sn, type, state, state_ts, version, updated_at FROM device WHERE sn IN (<sns>)")
                .bindList("sns", List.copyOf(sns))
                .map((row, context) -> new DeviceState(row.getString("sn"), row.getString("type"), Json.object(row.getString("state")),
                        row.getLong("state_ts"), row.getLong("version"), row.getLong("updated_at")))
                .forEach(state -> {
                    states.put(state.sn(), state);
                    versionsRead.put(state.sn(), state.version());
                });
        alerts.readOpen(states.keySet());
    }

    /**
     * Which reports are neither stale nor from the future, before it is known which are new. That is safe: a repeat's time is
     * already in its device's state, so it cannot make another report stale.
     */
    private boolean[] applied(List<Report> known) {
        Map<String, Long> newest = new HashMap<>();
        boolean[] applied = new boolean[known.size()];
        for (int i = 0; i < applied.length; i++) {
            Report report = known.get(i);
            long ts = newest.computeIfAbsent(report.sn(), sn -> states.get(sn).ts());
            applied[i] = report.ts() >= ts && !report.isFromTheFuture();
            if (applied[i]) {
                newest.put(report.sn(), report.ts());
            }
        }
        return applied;
    }

    /** @return for each report 1 when it is new, 0 when it is a repeat */
    private int[] insert(List<Report> known, boolean[] applied) {
        Batch batch = new Batch(handle, "INSERT INTO report (sn, report_id, received_at, ts, applied, body) "
                + "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        for (int i = 0; i < applied.length; i++) {
            Report report = known.get(i);
            batch.add(report.sn(), report.reportId(), report.receivedAt(), report.ts(), applied[i], report.body());
        }
        return batch.execute();
    }

    private List<Alert> apply(Report report) {
        DeviceState before = states.get(report.sn());
        StateChange change = StateChange.of(before, report, types.find(before.type()),
                section -> Optional.ofNullable(alerts.open(report.sn(), section)));
        states.put(report.sn(), change.state());
        led.add(change.state());
        change.alerts().forEach(alert -> alerts.change(alert, report.reportId()));
        return change.alerts();
    }

    private boolean isChanged(DeviceState state) {
        return state.version() != versionsRead.get(state.sn());
    }

    private void update() {
        List<DeviceState> changed = states.values().stream().filter(this::isChanged).toList();
        if (changed.isEmpty()) {
            return;
        }
        Batch batch = new Batch(handle, "UPDATE device SET state = ?, state_ts = ?, version = ?, updated_at = ? "
                + "WHERE sn = ? AND version = ?");
        changed.forEach(state -> batch.add(text(state), state.ts(), state.version(), state.updatedAt(),
                state.sn(), versionsRead.get(state.sn())));
        int[] updated = batch.execute();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                throw new OvertakenException("device " + changed.get(i).sn());
            }
        }
    }

    /** {@code properties} merges by key: without a bound one device's state would grow until nobody could be told of it. */
    private static String text(DeviceState state) {
        String text = Json.text(state.fields());
        if (text.length() > MAX_STATE) {
            throw new CodedException(ErrorCode.TOO_LARGE, "properties: the merged state of " + state.sn() + " would exceed "
                    + MAX_STATE + " characters");
        }
        return text;
    }
}
