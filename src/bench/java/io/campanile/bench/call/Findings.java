package io.campanile.bench.call;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What was seen of all calls together. Thread-safe. */
final class Findings {

    private final Victim victim;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> wins = new TreeMap<>();
    private final Histogram toRing = new ConcurrentHistogram(3);
    private final LongAdder repeats = new LongAdder();
    private final LongAdder tooLate = new LongAdder();

    Findings(Victim victim) {
        this.victim = victim;
    }

    Victim victim() {
        return victim;
    }

    /** @return whether it is as it should be */
    boolean require(boolean right, String what, String otherwise) {
        if (!right) {
            complaints.add(what + ": " + otherwise);
        }
        return right;
    }

    synchronized void won(String transport) {
        wins.merge(transport, 1, Integer::sum);
    }

    void rang(long nanos) {
        toRing.recordValue(Math.max(0, nanos));
    }

    /** A call had timed out before anybody could answer. */
    void tooLate() {
        tooLate.increment();
    }

    void repeated() {
        repeats.increment();
    }

    synchronized Verdict verdict(int calls) {
        return new Verdict(victim.what(), calls, tooLate.intValue(), new TreeMap<>(wins), toRing.getValueAtPercentile(50) / 1e6, toRing.getValueAtPercentile(99) / 1e6,
                repeats.sum(), List.copyOf(complaints));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d complaints", complaints.size());
    }
}
