package io.campanile.domain.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was said, by conversation, and how far each user has read it (PROTOCOL 6). Thread-safe; blocks on the database. */
public interface MessageHistory {

    /**
     * A user's conversations, the one with the newest message first.
     *
     * @param after the conversation after which the page begins; null for the newest
     */
    List<Conversation> conversations(String userId, String after, int limit);

    /**
     * @param last   its newest message
     * @param readSeq up to where the user has read it; 0 when nothing
     * @param unread how many messages of others lie after that
     */
    record Conversation(String conversationId, NumberedMessage last, long readSeq, long unread) {
    }

    /** A page of a conversation, newest first. */
    List<NumberedMessage> page(Query query);

    /**
     * @param before   numbers below it; {@link Long#MAX_VALUE} for the newest
     * @param after    numbers above it, the nearest to it; {@link #ABOVE_NONE} for the first, 0 for all
     * @param from     not before that time, ms; inclusive
     * @param to       not after that time, ms; inclusive
     * @param text     only messages in which it occurs; null for all
     */
    record Query(String conversationId, long before, long after, long from, long to, String text, int limit) {

        /** Whoever has nothing yet begins here. */
        public static final long ABOVE_NONE = -1;

        /** Whether the nearest above {@code after} count, rather than the newest. */
        public boolean isUpwards() {
            return after != 0;
        }
    }

    /**
     * Marks a conversation read up to {@code seq}, never back.
     *
     * @return how far it is read now
     * @throws io.campanile.domain.CodedException 400 when that is beyond its last message, 404 when there is no such
     *         conversation of this user
     */
    long read(String userId, String conversationId, long seq);

    /** How many messages of others each of a user's conversations has that they have not read; those with none are left out. */
    Map<String, Long> unread(String userId);

    Optional<NumberedMessage> find(String msgId);
}
