package io.campanile.bench.call;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of the calls.
 *
 * @param late       how many had timed out, after a kill, before those could answer who wanted to
 * @param wins       how many were answered first over each transport
 * @param p50        from the request until a phone rang, ms; of a machine that plays all parties besides
 * @param repeats    how often somebody had to say something again
 * @param complaints what should not be, one line each
 */
public record Verdict(String what, int calls, int late, Map<String, Integer> wins, double p50, double p99, long repeats, List<String> complaints) {

    public boolean isRight() {
        return complaints.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "calls %,d, %s%n", calls, what));
        wins.forEach((transport, count) -> text.append(String.format(Locale.ROOT, "  answered first over %-10s %,8d%n", transport, count)));
        if (late > 0) {
            text.append(String.format(Locale.ROOT, "  timed out before anybody could answer %,d%n", late));
        }
        text.append(String.format(Locale.ROOT, "  until a phone rang: p50 %.1f ms, p99 %.1f ms; said again %,d times%n", p50, p99, repeats));
        complaints.stream().limit(20).forEach(complaint -> text.append("  WRONG ").append(complaint).append('\n'));
        return text.append(isRight() ? "verdict: one winner each, everybody told, nothing left behind" : "verdict: " + complaints.size() + " WRONG").toString();
    }
}
