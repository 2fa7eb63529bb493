package io.campanile.domain.message;

import java.util.List;

/**
 * A message that was accepted (PROTOCOL 6); from then on it is never lost.
 *
 * @param msgId        unique; with a {@code client_msg_id} a function of it and the sender, see {@link MessageIds}
 * @param to           the recipient; null for a message to a room
 * @param roomId       null for a message to a user
 * @param content      any JSON, as its text
 * @param lossTime     from when on it need not be delivered any more, ms since the epoch; 0: never dropped
 * @param weight       0–9; orders redelivery and push notifications across conversations, never inside one
 * @param timestamp    when it was accepted, ms since the epoch
 * @param clientMsgId  the sender's own name for it; null when it gave none
 * @param mentions     users it names; empty when none
 */
public record Message(String msgId, String conversationId, String senderId, String to, String roomId, String type, String content,
        long lossTime, int weight, long timestamp, String clientMsgId, List<String> mentions) {

    /** Whose messages are the system's own: reliable pushes (PROTOCOL 8). */
    public static final String SYSTEM = "system";
    public static final int DEFAULT_WEIGHT = 5;

    public Message {
        mentions = List.copyOf(mentions);
    }

    public boolean isExpired(long now) {
        return lossTime != 0 && now > lossTime;
    }
}
