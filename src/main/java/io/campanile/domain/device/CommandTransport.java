package io.campanile.domain.device;

import io.campanile.domain.device.CommandQueues.Delivery;
import java.util.concurrent.CompletionStage;

/** What brings commands to devices at the MQTT broker. Thread-safe; does not block. */
@FunctionalInterface
public interface CommandTransport {

    /**
     * Hands a command to the broker, for a device that is connected there now.
     *
     * @return false when the broker says that nobody is there to take it; fails when the broker is away
     */
    CompletionStage<Boolean> send(Delivery delivery);
}
