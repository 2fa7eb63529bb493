package io.campanile.bench.checker;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to. Filled by {@link Judgement}; not thread-safe.
 */
final class Verdict {

    private static final int EXAMPLES = 10;

    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, List<String>> examples = new EnumMap<>(Fault.class);
    long devices;
    long sent;
    long resent;
    long confirmed;
    long stored;
    long pushes;
    /** From a report's ts to the push that shows it or a later one, the longest on a connection that was there, ms. */
    long slowest;
    /** From the first report sent to the last one confirmed, ms. */
    long millis;

    void find(Fault fault, String example) {
        counts.merge(fault, 1L, Long::sum);
        List<String> kept = examples.computeIfAbsent(fault, f -> new ArrayList<>());
        if (kept.size() < EXAMPLES) {
            kept.add(example);
        }
    }

    long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** @return the first ten, in words */
    List<String> examples(Fault fault) {
        return examples.getOrDefault(fault, List.of());
    }

    /** A run in which nothing was confirmed proves nothing, and does not pass. */
    boolean passed() {
        return counts.isEmpty() && confirmed > 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(1024);
        text.append("─── verdict ").append("─".repeat(48)).append('\n');
        line(text, "devices", devices, "");
        line(text, "sent", sent, "and " + resent + " repeats on the wire");
        line(text, "confirmed", confirmed, String.format(Locale.ROOT, "%,.0f/s over %.1f s",
                millis == 0 ? 0 : confirmed * 1000.0 / millis, millis / 1000.0));
        line(text, "in history", stored, "");
        line(text, "pushes seen", pushes, "");
        line(text, "slowest", slowest, "ms from a report to its watcher");
        for (Fault fault : Fault.values()) {
            line(text, fault.words, count(fault), count(fault) == 0 ? "✓" : "✗");
            examples(fault).forEach(example -> text.append("                  · ").append(example).append('\n'));
        }
        text.append(passed() ? "PASSED: everything confirmed is there, once, in order, and seen"
                : confirmed == 0 ? "FAILED: nothing was confirmed, so nothing is shown" : "FAILED");
        return text.append('\n').toString();
    }

    private static void line(StringBuilder text, String name, long value, String note) {
        text.append(String.format(Locale.ROOT, "%-14s %,14d  %s", name, value, note).stripTrailing()).append('\n');
    }
}
