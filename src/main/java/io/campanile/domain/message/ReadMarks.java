package io.campanile.domain.message;

import java.util.List;

/**
 * Marks conversations read, and tells it: who wrote there (PROTOCOL 6: receipts), and by a receipt of the same form the reader's
 * own installations, which else would show as unread what was read on another. Thread-safe; blocks on the database.
 */
public final class ReadMarks {

    private final MessageHistory history;
    private final ReceiptTeller receipts;
    private final RoomReceipts rooms;
    private final Participation participation;

    public ReadMarks(MessageHistory history, ReceiptTeller receipts, RoomReceipts rooms, Participation participation) {
        this.history = history;
        this.receipts = receipts;
        this.rooms = rooms;
        this.participation = participation;
    }

    /**
     * Said again, it is told again, in case the first was not heard; in a room only the reader is.
     *
     * @return how far it is read now
     * @throws io.campanile.domain.CodedException 400 when that is beyond its last message, 403 when the user takes no part in it,
     *         404 when there is no such conversation
     */
    public long read(String userId, String conversationId, long seq) {
        participation.require(userId, conversationId);
        boolean room = ConversationId.isRoom(conversationId);
        long before = room ? rooms.position(userId, conversationId) : 0;
        long now = history.read(userId, conversationId, seq);
        Receipt own = new Receipt(conversationId, userId, userId, 0, now);
        if (room) {
            receipts.tell(List.of(own));
            rooms.read(userId, conversationId, before, now);
        } else {
            receipts.tell(List.of(own, new Receipt(conversationId, ConversationId.other(conversationId, userId), userId, 0, now)));
        }
        return now;
    }
}
