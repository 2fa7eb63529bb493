package io.campanile.domain.message;

import java.util.List;

/** Marks conversations read, and tells who wrote there (PROTOCOL 6: receipts). Thread-safe; blocks on the database. */
public final class ReadMarks {

    private final MessageHistory history;
    private final ReceiptTeller receipts;
    private final Participation participation;

    public ReadMarks(MessageHistory history, ReceiptTeller receipts, Participation participation) {
        this.history = history;
        this.receipts = receipts;
        this.participation = participation;
    }

    /**
     * Said again, it is told again, in case the first was not heard.
     *
     * @return how far it is read now
     * @throws io.campanile.domain.CodedException 400 when that is beyond its last message, 403 when the user takes no part in it,
     *         404 when there is no such conversation
     */
    public long read(String userId, String conversationId, long seq) {
        participation.require(userId, conversationId);
        long now = history.read(userId, conversationId, seq);
        if (!ConversationId.isRoom(conversationId)) {
            receipts.tell(List.of(new Receipt(conversationId, ConversationId.other(conversationId, userId), userId, 0, now)));
        }
        return now;
    }
}
