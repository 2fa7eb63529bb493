package io.campanile.bench.load;

/**
 * When an open loop sends: at fixed times, whatever the answers do. A sender that comes late sends late, but latency counts
 * from {@link #intended}, so that a system which stalls is charged for everything that should have been sent meanwhile.
 *
 * @param start     of send 0, by {@link System#nanoTime}
 * @param perSecond sends a second, greater than 0
 */
public record Schedule(long start, double perSecond) {

    private static final double NANOS = 1e9;

    /** @return when send {@code n} is meant to happen, by {@link System#nanoTime} */
    public long intended(long n) {
        return start + Math.round(n * (NANOS / perSecond));
    }
}
