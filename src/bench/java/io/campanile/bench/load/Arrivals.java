package io.campanile.bench.load;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts until a numbered message has arrived everywhere. Each event loop counts for itself and tells once a message that
 * all of its own have it, so that the loops do not meet at every arrival.
 */
final class Arrivals {

    /** More than can be under way at a time. */
    static final int RING = 1 << 16;

    private final int loops;
    private final AtomicIntegerArray done = new AtomicIntegerArray(RING);
    private final AtomicLong complete = new AtomicLong();

    /** @param loops how many have to tell */
    Arrivals(int loops) {
        this.loops = loops;
    }

    /** @return what one loop uses, and no other thread; {@code receivers} are its own, at least one */
    OnLoop on(int receivers) {
        return new OnLoop(receivers);
    }

    /** @return how many have arrived everywhere, ever */
    long complete() {
        return complete.get();
    }

    final class OnLoop {

        private final int receivers;
        private final int[] counts = new int[RING];

        private OnLoop(int receivers) {
            this.receivers = receivers;
        }

        /** @return whether with this the message has arrived everywhere */
        boolean arrived(long number) {
            int slot = (int) (number % RING);
            if (++counts[slot] < receivers) {
                return false;
            }
            counts[slot] = 0;
            if (done.incrementAndGet(slot) < loops) {
                return false;
            }
            done.set(slot, 0);
            complete.incrementAndGet();
            return true;
        }
    }
}
