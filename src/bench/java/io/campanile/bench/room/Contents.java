package io.campanile.bench.room;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Whether a number of the room is the same message for everybody. Thread-safe. */
final class Contents {

    /** 0: nobody heard it yet. */
    private final AtomicLongArray bySeq;
    private final LongAdder all = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    /** @param most the highest number that there can be */
    Contents(int most) {
        bySeq = new AtomicLongArray(most + 1);
    }

    void heard(long seq, long content) {
        all.increment();
        if (seq < 1 || seq >= bySeq.length()) {
            wrong.increment();
            return;
        }
        long first = bySeq.compareAndExchange((int) seq, 0, content);
        if (first != 0 && first != content) {
            wrong.increment();
        }
    }

    /** How often any number was heard, repeats included. */
    long all() {
        return all.sum();
    }

    long wrong() {
        return wrong.sum();
    }

    /** Whether it is that message, as far as anybody heard it. */
    boolean agrees(int seq, long content) {
        long heard = bySeq.get(seq);
        return heard == 0 || heard == content;
    }
}
