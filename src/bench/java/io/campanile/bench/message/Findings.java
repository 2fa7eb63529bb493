package io.campanile.bench.message;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What was seen of all messages together. Thread-safe. */
final class Findings {

    private static final int EXAMPLES = 10;

    final LongAdder accepted = new LongAdder();
    final LongAdder sentAgain = new LongAdder();
    final LongAdder pushes = new LongAdder();
    final LongAdder pushedAgain = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, List<String>> examples = new EnumMap<>(Fault.class);
    private final Map<String, Long> notes = new TreeMap<>();

    synchronized void find(Fault fault, String example) {
        counts.merge(fault, 1L, Long::sum);
        List<String> kept = examples.computeIfAbsent(fault, f -> new ArrayList<>());
        if (kept.size() < EXAMPLES) {
            kept.add(example);
        }
    }

    /** Something that may happen, and how often it did. */
    synchronized void note(String what) {
        note(what, 1);
    }

    synchronized void note(String what, long times) {
        notes.merge(what, times, Long::sum);
    }

    /** @return whether it is as it should be */
    boolean require(boolean right, Fault fault, String otherwise) {
        if (!right) {
            find(fault, otherwise);
        }
        return right;
    }

    synchronized long faults() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized Verdict verdict() {
        return new Verdict(accepted.sum(), sentAgain.sum(), pushes.sum(), pushedAgain.sum(), reconnects.sum(), new TreeMap<>(notes),
                new EnumMap<>(counts), new EnumMap<>(examples));
    }
}
