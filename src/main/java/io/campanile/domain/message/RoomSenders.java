package io.campanile.domain.message;

import java.util.List;

/** Who wrote what in rooms. Thread-safe; blocks on the database. */
public interface RoomSenders {

    /** @return those messages, by number; none of a room that is large, where there are no receipts */
    List<Sent> between(String conversationId, long above, long upTo);

    /** How far the user has read the room; 0 when nothing. */
    long position(String userId, String conversationId);

    /** Who wrote the message of that number. */
    record Sent(long seq, String senderId) {
    }
}
