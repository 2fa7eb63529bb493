package io.campanile.domain.device;

/** Where a node tells what happens at the WebSockets of devices that it holds. Nothing is lost; does not block. Thread-safe. */
public interface DeviceSocketEvents {

    /** Events of one node are taken in the order in which they are told. */
    void presence(PresenceEvent event);

    /** The device has the command. */
    void confirmed(String sn, String commandId);
}
