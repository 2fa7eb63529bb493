package io.campanile.store.sql;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param inbox         an inbox's entries, unless there are more than {@code entries}
 * @param installations what an installation has confirmed, since it was last seen
 * @param history       messages and the trace; at least as long as {@code inbox}
 */
public record RetentionRules(Duration inbox, int entries, Duration installations, Duration history) {

    public RetentionRules {
        history = history.compareTo(inbox) < 0 ? inbox : history;
    }
}
