package io.campanile.ops.rehearsal;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertRules;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates;
import io.campanile.domain.device.DeviceType;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.PastStates;
import io.campanile.domain.device.PastStates.Past;
import io.campanile.domain.device.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The states of the devices on one stage: as they were before the first record that is played, and then as the reports
 * change them. They are read once and never written. Not thread-safe.
 */
public final class RehearsedStates implements DeviceStates {

    private final Stage stage;
    private final PastStates past;
    private final DeviceTypes types;
    private final Map<String, DeviceState> states = new HashMap<>();
    private final Map<String, Alert> open = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private boolean read;

    public RehearsedStates(Stage stage, PastStates past, DeviceTypes types) {
        this.stage = stage;
        this.past = past;
        this.types = types;
    }

    @Override
    public Merged merge(List<Report> reports) {
        read();
        List<DeviceState> led = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        List<Report> unknown = new ArrayList<>();
        int repeats = 0;
        for (Report report : reports) {
            DeviceState before = states.get(report.sn());
            if (before == null) {
                unknown.add(report);
            } else if (!taken.add(report.sn() + '/' + report.reportId())) {
                repeats++;
                led.add(shown(before));
            } else if (before.admits(report)) {
                DeviceType type = types.find(before.type());
                DeviceState after = before.with(report, type);
                states.put(report.sn(), after);
                led.add(shown(after));
                AlertRules.changes(before, after, type, report.reportId(), section -> Optional.ofNullable(open.get(key(report.sn(), section))))
                        .forEach(alert -> change(alert, alerts));
            } else {
                led.add(shown(before));
            }
        }
        return new Merged(led, alerts, List.of(), unknown, repeats);
    }

    private void change(Alert alert, List<Alert> changes) {
        changes.add(alert);
        if (alert.state() == Alert.State.CLEARED) {
            open.remove(key(alert.sn(), alert.section()));
        } else {
            open.put(key(alert.sn(), alert.section()), alert);
        }
    }

    /** A version counts the reports before; two stages would tell different ones of the same state, so it tells the record. */
    private DeviceState shown(DeviceState state) {
        return new DeviceState(state.sn(), state.type(), state.fields(), state.ts(), stage.clock().millis(), state.updatedAt());
    }

    private void read() {
        if (read || stage.window().isEmpty()) {
            return;
        }
        Set<String> sns = stage.window().stream().map(Recorded::key).filter(Objects::nonNull).collect(Collectors.toSet());
        past.before(sns, stage.window().get(0).timestamp()).forEach(this::put);
        read = true;
    }

    private void put(String sn, Past device) {
        states.put(sn, device.state());
        device.alerts().forEach(alert -> open.put(key(sn, alert.section()), alert));
    }

    private static String key(String sn, String section) {
        return sn + '/' + section;
    }
}
