package io.campanile.flow.message;

import com.fasterxml.jackson.databind.util.RawValue;
import io.campanile.domain.message.Expiries.Expired;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageHistory.Conversation;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.Pull;
import io.campanile.domain.message.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a message looks like on the wire, on every transport (PROTOCOL 6). Its content goes out as it came in, unparsed. */
public final class MessageJson {

    private MessageJson() {
    }

    /**
     * As it is pushed.
     *
     * @param prev the number pushed before it
     */
    public static Map<String, Object> pushed(InboxMessage entry, long prev) {
        Map<String, Object> fields = inInbox(entry);
        fields.put("prev", prev);
        return fields;
    }

    /** The same without the numbers of the inbox, {@code inbox_seq} and {@code prev}: what is common to all members of a room. */
    public static Map<String, Object> common(InboxMessage entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, entry.message(), entry.seq());
        fields.put("epoch", entry.epoch());
        return fields;
    }

    /** As it is read from its conversation. */
    public static Map<String, Object> inConversation(NumberedMessage numbered) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, numbered.message(), numbered.seq());
        return fields;
    }

    /** As it is pushed to those who are in an ephemeral room, where nothing is numbered. */
    public static Map<String, Object> inRoom(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, message, null);
        return fields;
    }

    public static Map<String, Object> of(Conversation conversation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("conversation_id", conversation.conversationId());
        fields.put("last_message", inConversation(conversation.last()));
        fields.put("read_seq", conversation.readSeq());
        fields.put("unread", conversation.unread());
        return fields;
    }

    /** As {@code /api/message/pull} answers it. */
    public static Map<String, Object> of(Pull pull) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messages", pull.page().messages().stream().map(MessageJson::inInbox).toList());
        fields.put("next", pull.page().next());
        fields.put("has_more", pull.page().hasMore());
        fields.put("epoch", pull.page().epoch());
        if (pull.reset()) {
            fields.put("reset", true);
        }
        return fields;
    }

    /** As its sender is told. */
    public static Map<String, Object> of(Receipt receipt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("conversation_id", receipt.conversationId());
        fields.put("user_id", receipt.userId());
        fields.put("delivered_seq", receipt.deliveredSeq());
        fields.put("read_seq", receipt.readSeq());
        return fields;
    }

    /** As its sender is told. */
    public static Map<String, Object> of(Expired expired) {
        return Map.of("msg_id", expired.msgId(), "user_id", expired.userId(), "status", "expired");
    }

    private static Map<String, Object> inInbox(InboxMessage entry) {
        Map<String, Object> fields = common(entry);
        fields.put("inbox_seq", entry.inboxSeq());
        return fields;
    }

    /** @param seq null where nothing is numbered */
    private static void put(Map<String, Object> fields, Message message, Long seq) {
        fields.put("msg_id", message.msgId());
        fields.put("conversation_id", message.conversationId());
        if (seq != null) {
            fields.put("seq", seq);
        }
        fields.put("sender_id", message.senderId());
        fields.put(message.roomId() == null ? "to" : "room_id", message.roomId() == null ? message.to() : message.roomId());
        fields.put("type", message.type());
        fields.put("content", new RawValue(message.content()));
        fields.put("loss_time", message.lossTime());
        fields.put("timestamp", message.timestamp());
        if (message.clientMsgId() != null) {
            fields.put("client_msg_id", message.clientMsgId());
        }
    }
}
