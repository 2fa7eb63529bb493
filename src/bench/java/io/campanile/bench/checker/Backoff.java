package io.campanile.bench.checker;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: 100 ms doubling to 2 s, with jitter. Not thread-safe. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 2000;

    private long next = FIRST_MS;

    /** @return ms, between half of the step and the whole of it */
    long nextMs() {
        long step = next;
        next = Math.min(LONGEST_MS, next * 2);
        return ThreadLocalRandom.current().nextLong(step / 2, step + 1);
    }

    /** After a success: the next wait is the shortest again. */
    void reset() {
        next = FIRST_MS;
    }
}
