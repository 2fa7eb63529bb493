package io.campanile.ops.rehearsal;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import io.campanile.domain.device.StateChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges reports into the {@link PastDevices} of one stage, by the same rules as the store does into its own. Not
 * thread-safe.
 */
public final class RehearsedStates implements DeviceStates {

    private final PastDevices devices;
    private final DeviceTypes types;
    private final Set<String> taken = new HashSet<>();

    public RehearsedStates(PastDevices devices, DeviceTypes types) {
        this.devices = devices;
        this.types = types;
    }

    @Override
    public Merged merge(List<Report> reports) {
        List<DeviceState> led = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        List<Report> unknown = new ArrayList<>();
        int repeats = 0;
        for (Report report : reports) {
            DeviceState before = devices.state(report.sn());
            if (before == null) {
                unknown.add(report);
            } else if (!taken.add(report.sn() + '/' + report.reportId())) {
                repeats++;
                led.add(before);
            } else if (before.admits(report)) {
                led.add(apply(report, before, alerts));
            } else {
                led.add(before);
            }
        }
        return new Merged(led, alerts, List.of(), unknown, repeats);
    }

    private DeviceState apply(Report report, DeviceState before, List<Alert> alerts) {
        StateChange change = StateChange.of(before, report, types.find(before.type()),
                section -> Optional.ofNullable(devices.alert(report.sn(), section)).filter(Alert::open));
        change.alerts().forEach(devices::put);
        alerts.addAll(change.alerts());
        devices.put(change.state());
        return change.state();
    }
}
