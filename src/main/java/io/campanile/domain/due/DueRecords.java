package io.campanile.domain.due;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Timers that outlive a node: records of what is due, which any node may take up. Each is done once by whichever node is
 * there; after a crash in the middle, again by another. Thread-safe; blocks on the store.
 */
public interface DueRecords {

    /** Sets when the step is due, ms, in place of whatever was set for the subject before. */
    void put(String kind, String subject, String step, long at);

    /** The same for each subject for which nothing is set. */
    void putIfAbsent(String kind, Collection<String> subjects, String step, long at);

    /** Takes back what is set; who has claimed it already may still do it. */
    void cancel(String kind, String subject);

    /**
     * Claims records whose time has come, the longest due first. No other claim gets them while the lease lasts; once it is
     * over they are due again, since whoever claimed them is gone.
     */
    List<Due> claim(String kind, int limit, Duration lease);

    /** Makes the lease of claimed records last anew; those that somebody else has set or claimed meanwhile are left alone. */
    void renew(Collection<Due> claimed, Duration lease);

    /**
     * The record is done with.
     *
     * @return false, without effect, when somebody has set or claimed it meanwhile
     */
    boolean done(Due claimed);

    /**
     * The step is done, and the next one is due at {@code at}, ms.
     *
     * @return false, without effect, when somebody has set, cancelled or claimed the record meanwhile
     */
    boolean next(Due claimed, String step, long at);
}
