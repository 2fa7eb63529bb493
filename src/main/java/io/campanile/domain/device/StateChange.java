package io.campanile.domain.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a report makes of a device: the calculation of a merge, the same wherever states are kept.
 *
 * @param state  with the report merged in
 * @param alerts every alert that changes, as it stands afterwards
 */
public record StateChange(DeviceState state, List<Alert> alerts) {

    /**
     * @param report one that the state {@link DeviceState#admits} and that is no repeat
     * @param open   the alert of a section that is raised or acknowledged now
     */
    public static StateChange of(DeviceState before, Report report, DeviceType type, Function<String, Optional<Alert>> open) {
        DeviceState after = before.with(report, type);
        return new StateChange(after, AlertRules.changes(before, after, type, report.reportId(), open));
    }
}
