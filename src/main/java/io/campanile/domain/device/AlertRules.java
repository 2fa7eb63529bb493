package io.campanile.domain.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What raises an alert: a non-zero code in one of the type's alert sections; its return to 0 clears it (PROTOCOL 4,
 * Report). A stale report raises nothing: it does not change the state.
 */
public final class AlertRules {

    private AlertRules() {
    }

    /**
     * @param before the state before the report
     * @param after  the state with it
     * @param open   the alert of a section that is raised or acknowledged now
     * @return every alert that changes, as it stands afterwards
     */
    public static List<Alert> changes(DeviceState before, DeviceState after, DeviceType type, String reportId,
                                      Function<String, Optional<Alert>> open) {
        List<Alert> changes = new ArrayList<>();
        for (String section : type.alertSections()) {
            int code = code(after, section);
            if (code == code(before, section)) {
                continue;
            }
            Optional<Alert> current = open.apply(section);
            if (code == 0) {
                current.map(alert -> alert.cleared(after.updatedAt(), after.version())).ifPresent(changes::add);
            } else {
                changes.add(current.map(alert -> alert.withCode(code, message(after, section), after.version()))
                        .orElseGet(() -> Alert.raise(after.sn(), section, reportId, code, message(after, section),
                                after.updatedAt(), after.version())));
            }
        }
        return changes;
    }

    private static int code(DeviceState state, String section) {
        return state.fields().get(section) instanceof Map<?, ?> fields && fields.get("code") instanceof Number code
                ? code.intValue() : 0;
    }

    private static String message(DeviceState state, String section) {
        return state.fields().get(section) instanceof Map<?, ?> fields && fields.get("msg") instanceof String msg ? msg : "";
    }
}
