package io.campanile.bench.run;

import java.time.Duration;

/**
 * How thoroughly it is measured.
 *
 * @param warmUp  as fast as it goes, before anything counts
 * @param stretch how long each measurement lasts
 * @param runs    how many there are of each; the median counts
 * @param large   whether the cases with many connections are measured too
 */
record Plan(Duration warmUp, Duration stretch, int runs, boolean large) {

    static final Plan FULL = new Plan(Duration.ofSeconds(8), Duration.ofSeconds(3), 3, true);
    /** To see that everything works; its figures say little. */
    static final Plan QUICK = new Plan(Duration.ofSeconds(2), Duration.ofSeconds(2), 1, false);
}
