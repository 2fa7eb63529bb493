package io.campanile.domain.push;

import io.campanile.domain.device.DeviceState;

/**
 * Those connected to this node who watch devices. Never blocks; a slow watcher gets the newest state of a device,
 * never a backlog of old ones (PROTOCOL 5). Thread-safe.
 */
public interface Watchers {

    /** Pushes {@code /push/device/state}. A version that is not newer than the last one pushed has no effect. */
    void stateChanged(DeviceState state);

    /** Pushes {@code /push/device/presence}. */
    void presenceChanged(String sn, String type, boolean online, long ts);
}
