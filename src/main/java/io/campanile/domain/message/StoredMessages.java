package io.campanile.domain.message;

import java.util.Collection;
import java.util.List;

/**
 * All messages in the order in which they were stored, for whoever follows. A position that is missing may have been taken by
 * a transaction that is not done yet, or by none. Thread-safe; blocks on the database.
 */
public interface StoredMessages {

    /** @param position grows with each message, but messages with a lower one may appear later */
    record Stored(long position, NumberedMessage numbered) {
    }

    /** Those after a position, in order. */
    List<Stored> after(long position, int limit);

    /** Those that there are by now at these positions. */
    List<Stored> at(Collection<Long> positions);

    /** Those of these numbers of a conversation that are still kept, newest first. */
    List<NumberedMessage> numbered(String conversationId, Collection<Long> seqs);
}
