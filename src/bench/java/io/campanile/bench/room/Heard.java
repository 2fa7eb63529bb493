package io.campanile.bench.room;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What came into a member's inbox, in its order, as runs of the room's numbers: thousands of members hear thousands of messages each.
 * Thread-safe.
 */
final class Heard {

    private static final class Run {
        private final long inboxSeq;
        private final long seq;
        private long count = 1;

        private Run(long inboxSeq, long seq) {
            this.inboxSeq = inboxSeq;
            this.seq = seq;
        }
    }

    private final List<Run> runs = new ArrayList<>();
    private String epoch;
    private long last;
    private long repeats;
    private String complaint;

    synchronized void take(String epoch, long inboxSeq, long prev, long seq) {
        if (this.epoch == null) {
            this.epoch = epoch;
        }
        if (!this.epoch.equals(epoch)) {
            complain("the epoch changed");
        } else if (inboxSeq <= last) {
            repeats++;
            if (of(inboxSeq) != seq) {
                complain("inbox_seq " + inboxSeq + " was " + of(inboxSeq) + " and is " + seq + " now");
            }
        } else {
            if (prev != last || inboxSeq != last + 1) {
                complain("after inbox_seq " + last + " came " + inboxSeq + " with prev " + prev);
            }
            Run run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (run != null && seq == run.seq + run.count && inboxSeq == run.inboxSeq + run.count) {
                run.count++;
            } else {
                runs.add(new Run(inboxSeq, seq));
            }
            last = inboxSeq;
        }
    }

    private long of(long inboxSeq) {
        return runs.stream().filter(run -> inboxSeq >= run.inboxSeq && inboxSeq < run.inboxSeq + run.count)
                .mapToLong(run -> run.seq + inboxSeq - run.inboxSeq).findFirst().orElse(-1);
    }

    private void complain(String what) {
        if (complaint == null) {
            complaint = what;
        }
    }

    synchronized long last() {
        return last;
    }

    synchronized long repeats() {
        return repeats;
    }

    /** What is wrong with the inbox itself; null when nothing. */
    synchronized String complaint() {
        return complaint;
    }

    /** The numbers in the room, in the order in which they came, each time that they came. */
    synchronized long[] seqs() {
        return runs.stream().flatMapToLong(run -> LongStream.range(run.seq, run.seq + run.count)).toArray();
    }

    synchronized boolean has(long seq) {
        return runs.stream().anyMatch(run -> seq >= run.seq && seq < run.seq + run.count);
    }
}
