package io.campanile.domain.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;

/** Names a conversation: {@code u:<a>:<b>} with the two users sorted, or {@code r:<room_id>} (PROTOCOL 6). */
public final class ConversationId {

    private static final String PAIR = "u:";
    private static final String ROOM = "r:";

    private ConversationId() {
    }

    /** The same whoever writes to whom; a user may write to themselves. */
    public static String ofPair(String one, String other) {
        return one.compareTo(other) <= 0 ? PAIR + one + ":" + other : PAIR + other + ":" + one;
    }

    public static String ofRoom(String roomId) {
        return ROOM + roomId;
    }

    public static boolean isRoom(String conversationId) {
        return conversationId.startsWith(ROOM);
    }

    /** The id of the room whose conversation this is. */
    public static String room(String conversationId) {
        return conversationId.substring(ROOM.length());
    }

    /** @return whether the user is one of the two; false for a room, whose members only the room knows */
    public static boolean isOfPair(String conversationId, String userId) {
        return conversationId.startsWith(PAIR + userId + ":")
                || conversationId.startsWith(PAIR) && conversationId.endsWith(":" + userId);
    }

    /** The one beside the user in a conversation of two. */
    public static String other(String conversationId, String userId) {
        String[] parts = conversationId.split(":");
        return parts[1].equals(userId) ? parts[2] : parts[1];
    }

    /** @throws CodedException 404 when it is no conversation's id */
    public static String require(String conversationId) {
        String[] parts = conversationId.split(":", -1);
        boolean pair = parts.length == 3 && "u".equals(parts[0]) && Ids.wellFormed(parts[1]) && Ids.wellFormed(parts[2])
                && parts[1].compareTo(parts[2]) <= 0;
        boolean room = parts.length == 2 && "r".equals(parts[0]) && Ids.wellFormed(parts[1]);
        if (!pair && !room) {
            throw CodedException.notFound("conversation");
        }
        return conversationId;
    }
}
