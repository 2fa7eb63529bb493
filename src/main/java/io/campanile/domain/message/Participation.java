package io.campanile.domain.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;

/** Who takes part in a conversation, and in which part of it (PROTOCOL 6). Thread-safe; blocks on the database for rooms. */
public final class Participation {

    private final RoomStays rooms;

    public Participation(RoomStays rooms) {
        this.rooms = rooms;
    }

    /**
     * @throws CodedException 404 when there can be no such conversation, 403 when it is of others: whether they ever wrote to each
     *         other is not told
     */
    public Window require(String userId, String conversationId) {
        if (ConversationId.isRoom(ConversationId.require(conversationId))) {
            return rooms.require(userId, ConversationId.room(conversationId));
        }
        if (!ConversationId.isOfPair(conversationId, userId)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "conversation_id: you take no part in " + conversationId);
        }
        return Window.ALL;
    }

    /** For who reads all of them. @throws CodedException 404 when there can be no such conversation */
    public Window requireConversation(String conversationId) {
        return ConversationId.isRoom(ConversationId.require(conversationId)) ? rooms.require(null, ConversationId.room(conversationId)) : Window.ALL;
    }
}
