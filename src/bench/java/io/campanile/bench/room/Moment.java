package io.campanile.bench.room;

import java.util.Locale;

/**
 * How much had been done when something was over.
 *
 * @param over what was over
 * @param said messages that had been accepted
 * @param changes joins and leaves that had been answered
 */
public record Moment(String over, long nanos, long said, long changes) {

    /** @return the rates since an earlier one, in a line */
    String since(Moment earlier) {
        double seconds = (nanos - earlier.nanos) / 1e9;
        return String.format(Locale.ROOT, "  %-34s %,10.1f messages/s %,10.1f joins and leaves/s, %.0f s%n", over,
                (said - earlier.said) / seconds, (changes - earlier.changes) / seconds, seconds);
    }
}
