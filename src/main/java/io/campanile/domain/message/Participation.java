package io.campanile.domain.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.List;

/** Who takes part in a conversation, and in which part of it (PROTOCOL 6). Thread-safe; blocks on the database for rooms. */
public final class Participation {

    private static final List<Window> ALL = List.of(Window.ALL);

    private final RoomStays rooms;

    public Participation(RoomStays rooms) {
        this.rooms = rooms;
    }

    /**
     * @return the parts of the conversation that are for the user, the oldest first
     * @throws CodedException 404 when there can be no such conversation, 403 when it is of others: whether they ever wrote to each
     *         other is not told
     */
    public List<Window> require(String userId, String conversationId) {
        if (ConversationId.isRoom(ConversationId.require(conversationId))) {
            return rooms.require(userId, ConversationId.room(conversationId));
        }
        if (!ConversationId.isOfPair(conversationId, userId)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "conversation_id: you take no part in " + conversationId);
        }
        return ALL;
    }

    /** For who reads all of them. @throws CodedException 404 when there can be no such conversation */
    public List<Window> requireConversation(String conversationId) {
        return ConversationId.isRoom(ConversationId.require(conversationId)) ? rooms.require(null, ConversationId.room(conversationId)) : ALL;
    }
}
