package io.campanile.domain.device;

import io.campanile.domain.device.CommandQueues.Delivery;

/** The devices whose WebSockets this node holds. Never blocks. Thread-safe. */
public interface DeviceSockets {

    /** Pushes {@code /push/device/command}, if the connection that it is meant for is here; tells when the device has it. */
    void send(Delivery delivery);

    /** Contradicts when a device is said to be gone that is connected here. */
    void presenceChanged(Presence presence);
}
