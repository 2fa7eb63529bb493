package io.campanile.domain.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;

/** Who takes part in a conversation (PROTOCOL 6). */
public final class Participation {

    private Participation() {
    }

    /**
     * @return the conversation's id
     * @throws CodedException 404 when there can be no such conversation, 403 when it is of others: whether they ever wrote to each
     *         other is not told
     */
    public static String require(String userId, String conversationId) {
        requireConversation(conversationId);
        if (!ConversationId.isOfPair(conversationId, userId)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "conversation_id: you take no part in " + conversationId);
        }
        return conversationId;
    }

    /** @throws CodedException 404 when there can be no such conversation */
    public static String requireConversation(String conversationId) {
        if (ConversationId.isRoom(ConversationId.require(conversationId))) {
            throw CodedException.notFound("room");
        }
        return conversationId;
    }
}
