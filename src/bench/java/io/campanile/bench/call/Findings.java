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

    private static final long COMING_BACK_MS = 10_000;

    private final Victim victim;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> wins = new TreeMap<>();
    private final Histogram toRing = new ConcurrentHistogram(3);
    private final LongAdder repeats = new LongAdder();
    private final LongAdder tooLate = new LongAdder();
    private volatile long backAt;

    Findings(Victim victim) {
        this.victim = victim;
    }

    Victim victim() {
        return victim;
    }

    /** From now on whoever lost its node can come back. */
    void back() {
        backAt = System.currentTimeMillis();
    }

    /** @return when the node that was killed was there again, or, where it is not to be, was gone; ms */
    long backAt() {
        return backAt;
    }

    /** Whether the party is there to hear of what happens then: a broker keeps it, a WebSocket has to come back first. @param at ms */
    boolean isHeardBy(Party party, long at) {
        return victim == Victim.NONE || party.transport().equals("mqtt") || at > backAt + COMING_BACK_MS;
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
