package io.campanile.bench.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How thoroughly it is measured.
 *
 * @param warmUp  as fast as it goes, before anything counts; again and again while the system is not warm
 * @param longestWarmUp after which it counts whatever the system does
 * @param stretch how long each measurement lasts, but for one of latencies of fewer than {@code samples}, up to ten times as long: a
 *                99th percentile of a few hundred is what the system's one pause was
 * @param runs    how many there are of each; the median counts
 * @param large   whether the cases with many connections are measured too
 */
record Plan(Duration warmUp, Duration longestWarmUp, Duration stretch, int samples, int runs, boolean large) {

    private static final double LONGER = 10;

    static final Plan FULL = new Plan(Duration.ofSeconds(8), Duration.ofSeconds(240), Duration.ofSeconds(3), 3_000, 3, true);
    /** To see that everything works; its figures say little. */
    static final Plan QUICK = new Plan(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), 0, 1, false);

    /** @return how long latencies are measured of so many sends a second */
    Duration timed(double perSecond) {
        long nanos = (long) Math.min(stretch.toNanos() * LONGER, samples / perSecond * TimeUnit.SECONDS.toNanos(1));
        return Duration.ofNanos(Math.max(stretch.toNanos(), nanos));
    }

    /** The same after a warm-up of another length, whatever the system does, to see what of a figure is that a system is not warm yet. */
    Plan after(Duration otherWarmUp) {
        return new Plan(otherWarmUp, otherWarmUp, stretch, samples, runs, large);
    }
}
