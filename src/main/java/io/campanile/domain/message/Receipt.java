package io.campanile.domain.message;

/**
 * How far a user has come with what another wrote in a conversation (PROTOCOL 6).
 *
 * @param senderId     who is told: who wrote it, or the user themselves
 * @param userId       who has come that far
 * @param deliveredSeq 0 when this says nothing of it
 * @param readSeq      0 when this says nothing of it
 */
public record Receipt(String conversationId, String senderId, String userId, long deliveredSeq, long readSeq) {

    /** What both together say: neither ever goes back. */
    public Receipt plus(Receipt other) {
        return new Receipt(conversationId, senderId, userId, Math.max(deliveredSeq, other.deliveredSeq), Math.max(readSeq, other.readSeq));
    }
}
