package io.campanile.store.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a {@link GatheringConsumer} waits for the next records; a batch is gathered from a first poll that gives some until one that gives none. Not thread-safe. */
final class Gathering {

    /** Camel's watch begins a moment later, and counts whole ones. */
    private static final Duration WATCH = Duration.ofMillis(1);

    /** While nothing waits to be worked off: a poll that ends without a record has only cost something. A route stops after it at the latest. */
    private static final Duration IDLE = Duration.ofMillis(100);

    /** A broker that has something answers in it, also while it is busy. */
    private static final Duration ANSWER = Duration.ofMillis(5);

    private final LongSupplier nanos;
    private boolean underWay;
    /** Only the answer to what was asked before the former batch was worked off came yet: it is of then, and the next has all that came since. */
    private boolean early;
    /** Camel may still hold what was more than a batch: its watch began anew then, and ends before the next poll does. */
    private boolean left;
    private long since;

    /** @param nanos as {@link System#nanoTime} */
    Gathering(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /**
     * @param timeout for how long others are waited for after a first record
     * @return how long a poll may last now; negative when the batch is gathered
     */
    Duration longest(Duration timeout) {
        Duration gather = timeout.plus(WATCH);
        if (underWay) {
            return (early && gather.compareTo(ANSWER) < 0 ? ANSWER : gather).minusNanos(nanos.getAsLong() - since);
        }
        return left ? gather : timeout.compareTo(IDLE) < 0 ? IDLE : timeout;
    }

    /** A poll gave something. @param atOnce without any wait: it had come before */
    void came(boolean atOnce) {
        early = atOnce && !underWay;
        if (!underWay) {
            underWay = true;
            since = nanos.getAsLong();
        }
    }

    /** A poll gave nothing: Camel works off what it has. */
    void cameNothing() {
        left = underWay;
        underWay = false;
    }
}
