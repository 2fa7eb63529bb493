package io.campanile.bench.checker;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt, with jitter: 100 ms doubling to 2 s, to see as soon as somebody is there again; 1 s
 * doubling to 8 s once somebody is there and refuses. Not thread-safe.
 */
public final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 2000;
    private static final long FIRST_REFUSED_MS = 1000;
    private static final long LONGEST_REFUSED_MS = 8000;

    private long next = FIRST_MS;
    private long longest = LONGEST_MS;

    /** @return ms, between half of the step and the whole of it */
    public long nextMs() {
        long step = next;
        next = Math.min(longest, next * 2);
        return ThreadLocalRandom.current().nextLong(step / 2, step + 1);
    }

    /** The attempt was answered, and refused. */
    void refused() {
        next = Math.max(next, FIRST_REFUSED_MS);
        longest = LONGEST_REFUSED_MS;
    }

    /** After a success: the next wait is the shortest again. */
    public void reset() {
        next = FIRST_MS;
        longest = LONGEST_MS;
    }
}
