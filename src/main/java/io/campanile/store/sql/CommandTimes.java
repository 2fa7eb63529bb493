package io.campanile.store.sql;

import java.time.Duration;

/**
 * How commands are sent again, in ms.
 *
 * @param copyLives   for how long what was sent may reach the device after its connection has ended
 * @param patience    how long a device on a living connection may take to confirm
 * @param brokerTells whether the broker tells who listens to commands and who has one
 */
public record CommandTimes(long copyLives, long patience, boolean brokerTells) {

    public CommandTimes(Duration copyLives, Duration patience, boolean brokerTells) {
        this(copyLives.toMillis(), patience.toMillis(), brokerTells);
    }
}
