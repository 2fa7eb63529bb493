package io.campanile.edge.limit;

import java.time.Clock;

/** A token bucket (PROTOCOL 5: requests a second, with a burst). Belongs to one event loop. */
public final class RateLimit {

    private static final double MILLIS = 1000.0;

    private final Clock clock;
    private final double perMilli;
    private final double burst;
    private double tokens;
    private long refilledAt;

    /** @param burst how many may pass at once after a pause */
    public RateLimit(Clock clock, double perSecond, double burst) {
        this.clock = clock;
        this.perMilli = perSecond / MILLIS;
        this.burst = burst;
        this.tokens = burst;
        this.refilledAt = clock.millis();
    }

    /** @return 0 when the request may pass, else the milliseconds after which the next one may */
    public long tryPass() {
        long now = clock.millis();
        if (now > refilledAt) {
            tokens = Math.min(burst, tokens + (now - refilledAt) * perMilli);
        }
        refilledAt = now;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return (long) Math.ceil((1 - tokens) / perMilli);
    }
}
