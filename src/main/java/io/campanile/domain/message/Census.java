package io.campanile.domain.message;

import io.campanile.domain.message.InboxCount.Tally;
import java.time.Duration;
import java.util.List;

/**
 * Counts inboxes, some at a time, and keeps for all nodes whose does not add up (DESIGN, Conservation). Thread-safe; blocks on
 * the database.
 */
public interface Census {

    /** The flow that is answerable for what is in an inbox. */
    String FLOW = "message-deliver";

    /** What is wrong with a user's inbox, in words. */
    record Imbalance(String userId, String what, long foundAt) {
    }

    /** How many inboxes there are to be counted. */
    long inboxes();

    /**
     * Counts the next inboxes by user; what was known of them before is forgotten.
     *
     * @param after the last user of the part before; null for the first
     */
    Part count(String after, int limit);

    /**
     * @param inboxes    how many were counted: fewer than asked for when these were the last
     * @param last       the last user of them; null when there was none
     * @param imbalances all that do not add up
     * @param news       those of them of which this was not known
     */
    record Part(int inboxes, String last, Tally tally, List<Imbalance> imbalances, List<Imbalance> news) {
    }

    /** All inboxes were counted, and came to this. */
    void counted(long inboxes, Tally tally, Duration took);

    Result result();

    /**
     * @param tally      of the last whole count
     * @param took       how long that took
     * @param imbalances how many inboxes do not add up, as far as they were counted
     * @param first      some of them, those found first
     */
    record Result(Tally tally, Duration took, long imbalances, List<Imbalance> first) {
    }
}
