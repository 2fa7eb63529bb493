package io.campanile.domain.push;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.Presence;
import java.util.Map;

/**
 * Those connected to this node who watch devices. Never blocks; a slow watcher gets the newest state of a device,
 * never a backlog of old ones (PROTOCOL 5). Thread-safe.
 */
public interface Watchers {

    /** Pushes {@code /push/device/state}. A version that is not newer than the last one pushed has no effect. */
    void stateChanged(DeviceState state);

    /** Pushes {@code /push/device/presence}. One that equals the last one pushed has no effect. */
    void presenceChanged(Presence presence);

    /**
     * Pushes {@code /push/device/alert}. One that is not later than the last one pushed of its section has no effect.
     *
     * @param type the device's type
     */
    void alertChanged(Alert alert, String type);

    /**
     * Pushes {@code /push/device/status}: what a back end knows of a device.
     *
     * @param type   the device's type
     * @param status as it is told
     */
    void statusTold(String sn, String type, Map<String, Object> status);

    /** Pushes {@code /push/device/reply} to them and to all connections of who gave the command, once to each. */
    void replied(Answer answer);
}
