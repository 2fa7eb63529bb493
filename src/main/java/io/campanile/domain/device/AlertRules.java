package io.campanile.domain.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
                current.map(alert -> alert.cleared(after.updatedAt())).ifPresent(changes::add);
            } else {
                changes.add(current.map(alert -> alert.withCode(code, message(after, section)))
                        .orElseGet(() -> raise(after, section, code, reportId)));
            }
        }
        return changes;
    }

    /** The id is a function of the report that raised it, so doing the work again raises the same alert. */
    private static Alert raise(DeviceState state, String section, int code, String reportId) {
        String id = UUID.nameUUIDFromBytes((state.sn() + '/' + section + '/' + reportId).getBytes(UTF_8)).toString();
        return new Alert(id, state.sn(), section, code, message(state, section), Alert.State.RAISED, state.updatedAt(),
                null, null);
    }

    private static int code(DeviceState state, String section) {
        return state.fields().get(section) instanceof Map<?, ?> fields && fields.get("code") instanceof Number code
                ? code.intValue() : 0;
    }

    private static String message(DeviceState state, String section) {
        return state.fields().get(section) instanceof Map<?, ?> fields && fields.get("msg") instanceof String msg ? msg : "";
    }
}
