package io.campanile.domain.message;

import java.util.Collection;
import java.util.List;

/** Ends what nobody confirmed before its {@code loss_time} (PROTOCOL 6). Thread-safe; blocks on the database. */
public interface Expiries {

    /**
     * Something that is over for a user.
     *
     * @param senderId who is to be told
     * @param number   its number in the inbox of {@code userId}, in the epoch
     */
    record Expired(String msgId, String senderId, String userId, long epoch, long number) {
    }

    /**
     * Ends what is over, the longest over first. Who has it already, such as by a confirmation just now, keeps it.
     *
     * @param limit look at so many at most
     * @return what ended, and what ended before and was not {@linkplain #told told}
     */
    List<Expired> expire(int limit);

    /** The senders of these know; until then they come again. */
    void told(Collection<Expired> expired);
}
