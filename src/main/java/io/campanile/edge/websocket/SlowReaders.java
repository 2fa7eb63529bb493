package io.campanile.edge.websocket;

import java.time.Clock;
import java.time.Duration;

/** Finds the clients that read worst, when the node needs its memory for others. Thread-safe. */
public final class SlowReaders {

    private final Hub hub;
    private final Clock clock;

    public SlowReaders(Hub hub, Clock clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /** Closes with 1013 those who have taken nothing of what waits for them for this long; each on its own event loop. */
    public void close(Duration stalled) {
        hub.all().forEach(connection -> connection.execute(() -> {
            if (connection.outbox().stalledFor(clock.millis()) >= stalled.toMillis()) {
                connection.close(CloseCode.TOO_SLOW);
            }
        }));
    }
}
