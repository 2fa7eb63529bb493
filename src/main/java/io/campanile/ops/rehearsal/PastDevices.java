package io.campanile.ops.rehearsal;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.PastStates.Past;
import io.campanile.domain.device.PastStates;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The devices on one stage. They begin as they were before the first record that is played; that is read once, when the
 * first of them is asked for, and what changes here is written nowhere. Not thread-safe.
 */
public final class PastDevices {

    private final Stage stage;
    private final PastStates past;
    private final Map<String, DeviceState> states = new HashMap<>();
    private final Map<String, Alert> alerts = new HashMap<>();
    private boolean read;

    public PastDevices(Stage stage, PastStates past) {
        this.stage = stage;
        this.past = past;
    }

    /** Null for a device that is not registered. */
    DeviceState state(String sn) {
        read();
        return states.get(sn);
    }

    void put(DeviceState state) {
        states.put(state.sn(), state);
    }

    /** The latest of the section; null when there was none. */
    Alert alert(String sn, String section) {
        read();
        return alerts.get(key(sn, section));
    }

    void put(Alert alert) {
        alerts.put(key(alert.sn(), alert.section()), alert);
    }

    private void read() {
        if (!read) {
            read = true;
            Set<String> sns = stage.window().stream().map(Recorded::key).filter(Objects::nonNull).collect(Collectors.toSet());
            past.before(sns, stage.window().get(0).timestamp()).values().forEach(this::put);
        }
    }

    private void put(Past device) {
        put(device.state());
        device.alerts().forEach(this::put);
    }

    private static String key(String sn, String section) {
        return sn + '/' + section;
    }
}
