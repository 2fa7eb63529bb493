package io.campanile.bench.message;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of the messages.
 *
 * @param sentAgain   how often a message was sent again with its client_msg_id
 * @param pushedAgain how often a number came again, with its msg_id
 * @param notes       what else happened, and how often
 * @param counts      what should not be; empty when all is right
 * @param examples    the first ten of each
 */
public record Verdict(long accepted, long sentAgain, long pushes, long pushedAgain, long reconnects, Map<String, Long> notes,
        Map<Fault, Long> counts, Map<Fault, List<String>> examples) {

    /** A run in which nothing was accepted proves nothing. */
    public boolean isRight() {
        return counts.isEmpty() && accepted > 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "accepted", accepted, "and sent again " + sentAgain + " times");
        line(text, "pushed", pushes, "and again " + pushedAgain + " times; " + reconnects + " reconnects");
        notes.forEach((what, times) -> line(text, "", times, what));
        for (Fault fault : Fault.values()) {
            line(text, fault.words, counts.getOrDefault(fault, 0L), counts.containsKey(fault) ? "✗" : "✓");
            examples.getOrDefault(fault, List.of()).forEach(example -> text.append("                  · ").append(example).append('\n'));
        }
        return text.append(isRight() ? "PASSED: everything accepted is there, once, in order, and accounted for"
                : accepted == 0 ? "FAILED: nothing was accepted, so nothing is shown" : "FAILED").toString();
    }

    private static void line(StringBuilder text, String name, long value, String note) {
        text.append(String.format(Locale.ROOT, "%-14s %,14d  %s%n", name, value, note));
    }
}
