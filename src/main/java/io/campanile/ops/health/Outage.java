package io.campanile.ops.health;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A dependency that is away.
 *
 * @param since  when the first probe failed
 * @param reason what that probe met
 * @param remedy what to do
 */
public record Outage(String name, Instant since, String reason, String remedy) {

    /** Who, since when, why, and what to do, in one line. */
    public String describe() {
        return name + " is unavailable since " + since.truncatedTo(ChronoUnit.SECONDS) + " (" + reason + "): " + remedy;
    }
}
