package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a sender gave, field by field (PROTOCOL 6). Each method throws {@link CodedException} 400 naming its field.
 *
 * @param given the values as they were parsed
 */
record MessageDraft(Map<String, Object> given) {

    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_CLIENT_MSG_ID = 128;
    private static final int HIGHEST_WEIGHT = 9;
    private static final int MOST_MENTIONS = 100;

    /** The recipient; null when it is for a room. */
    String to() {
        if (given.get("to") != null == (given.get("room_id") != null)) {
            throw new CodedException(ErrorCode.INVALID, "to: give exactly one of to and room_id");
        }
        return id("to");
    }

    String roomId() {
        return id("room_id");
    }

    /** On whose behalf; null when it names nobody. */
    String from() {
        return id("from");
    }

    String type() {
        return text("type", LONGEST_TYPE, true);
    }

    /** Null when it gave none. */
    String clientMsgId() {
        return text("client_msg_id", LONGEST_CLIENT_MSG_ID, false);
    }

    /** @throws CodedException when there is none; null is one */
    Object content() {
        if (!given.containsKey("content")) {
            throw CodedException.invalid("content", "is required");
        }
        return given.get("content");
    }

    long lossTime() {
        return number("loss_time", 0, Long.MAX_VALUE);
    }

    int weight() {
        return given.get("weight") == null ? Message.DEFAULT_WEIGHT : (int) number("weight", 0, HIGHEST_WEIGHT);
    }

    List<String> mentions() {
        Object mentions = given.get("mentions");
        if (mentions == null) {
            return List.of();
        }
        if (mentions instanceof List<?> list && list.size() <= MOST_MENTIONS
                && list.stream().allMatch(id -> id instanceof String text && Ids.wellFormed(text))) {
            return list.stream().map(String.class::cast).toList();
        }
        throw CodedException.invalid("mentions", "must be a list of at most " + MOST_MENTIONS + " user_ids");
    }

    static String conversation(String sender, String to, String roomId) {
        return to == null ? ConversationId.ofRoom(roomId) : ConversationId.ofPair(sender, to);
    }

    private String id(String field) {
        Object id = given.get(field);
        return id == null ? null : Ids.require(field, id instanceof String text ? text : null);
    }

    private String text(String field, int longest, boolean required) {
        Object given = this.given.get(field);
        if (given == null && !required) {
            return null;
        }
        if (given instanceof String text && !text.isEmpty() && text.length() <= longest && text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return text;
        }
        throw CodedException.invalid(field, given == null ? "is required" : "must be a string of 1 to " + longest + " characters");
    }

    private long number(String field, long least, long greatest) {
        Object number = given.get(field);
        if (number == null) {
            return 0;
        }
        if ((number instanceof Integer || number instanceof Long) && ((Number) number).longValue() >= least
                && ((Number) number).longValue() <= greatest) {
            return ((Number) number).longValue();
        }
        throw CodedException.invalid(field, greatest == Long.MAX_VALUE ? "must be a time in ms, or 0" : "must be " + least + " to " + greatest);
    }
}
