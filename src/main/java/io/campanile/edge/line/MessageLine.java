package io.campanile.edge.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;

/** A message as a line (PROTOCOL 10): {@code msg:…}, or {@code group_msg:…} when it was said in a room. */
final class MessageLine {

    private static final String TEXT = "text";
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private MessageLine() {
    }

    static String of(InboxMessage entry) {
        Message message = entry.message();
        String room = message.roomId();
        return String.join(":", room == null ? "msg" : "group_msg", String.valueOf(entry.inboxSeq()), message.msgId(),
                String.valueOf(message.timestamp()), room == null ? message.senderId() : room + ":" + message.senderId(),
                LineText.escape(text(message)));
    }

    /** Content that is not text travels as its JSON. */
    private static String text(Message message) {
        if (!TEXT.equals(message.type())) {
            return message.content();
        }
        try {
            JsonNode content = JSON.readTree(message.content());
            return content.isTextual() ? content.textValue() : message.content();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("message " + message.msgId() + " was accepted with content that is no JSON", e);
        }
    }
}
