package io.campanile.domain.message;

import java.util.Locale;
import java.util.Optional;

/**
 * Push notifications on their way: each is made once for what a user has left unconfirmed, and told until its vendor has it
 * or nobody needs it any more (PROTOCOL 6). Thread-safe; blocks on the database.
 */
public interface Notices {

    /** The kind of the due records by which they are sent; the subject is the {@code noticeId}. */
    String KIND = "push-notification";

    /** How one ends; it does so once. */
    enum End {
        /** Its vendor has it. */
        SENT,
        /** A message was confirmed, read or ran out before its vendor had it. */
        CANCELLED,
        /** There is no installation left for it. */
        GONE,
        /** Its vendor did not take it, however often. */
        DEAD;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Makes the notices of users of whom no installation confirmed anything for {@code push.delay}: one for all that waits,
     * each with a due record, all or none. What is waiting is looked at once: no other notice will tell of it.
     *
     * @param limit so many users at most
     * @return how many were looked at; as many as {@code limit} when more may be waiting
     */
    int make(int limit);

    /**
     * A notice with what is left of it to be told; when nothing or nobody is left, it ends here.
     *
     * @return empty when it has ended
     */
    Optional<Notice> wanted(String noticeId);

    /**
     * @param detail for the trace, such as why a vendor refused; null when there is nothing to add
     */
    void end(String noticeId, End end, String detail);

    /**
     * Forgets those that were made before a time, ms.
     *
     * @return how many; as many as {@code limit} when more may be there
     */
    int forget(long before, int limit);
}
