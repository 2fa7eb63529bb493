package io.campanile.flow.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageIds;
import io.campanile.domain.message.Recipients;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;
import io.campanile.flow.Headers;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;

/** Takes messages from those who send them (PROTOCOL 6). Thread-safe. */
public final class MessageSends {

    private static final String ACCEPTED = "acceptedMessage";

    private final Recipients recipients;
    private final Rooms rooms;
    private final int maxBytes;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final MessageFormat format = new MessageFormat();

    /** @param maxBytes the largest content, as JSON in UTF-8 */
    public MessageSends(Recipients recipients, Rooms rooms, int maxBytes, Clock clock) {
        this.recipients = recipients;
        this.rooms = rooms;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Whether {@link #accept} would not have to ask the database for anything. */
    public boolean isQuick(Map<String, Object> given) {
        return given.get("from") == null && given.get("room_id") == null && !(given.get("to") instanceof String to && !recipients.isKnown(to));
    }

    /**
     * Asks what accepting it will have to know; for an edge that must not block then.
     *
     * @throws CodedException as {@link #accept} does
     */
    public void prepare(Map<String, Object> given, Principal sender) {
        message(new MessageDraft(given), sender);
    }

    /**
     * What a client gave, as the record that makes it durable. With a {@code client_msg_id} the {@code msg_id} is a function of
     * it and the sender, so that a repeat gets the same one (PROTOCOL 1). Blocks on the database for who is not known yet.
     *
     * @throws CodedException 400 naming the field, 403, 404 or 413, for the client
     */
    public byte[] accept(Map<String, Object> given, @Header(Headers.PRINCIPAL) Principal sender, Exchange exchange) {
        Message message = message(new MessageDraft(given), sender);
        exchange.getMessage().removeHeader(Headers.PRINCIPAL);
        exchange.getMessage().setHeader(KafkaConstants.KEY, message.conversationId());
        exchange.setProperty(ACCEPTED, message);
        return format.write(message);
    }

    /** What the client is answered once the record is durable. */
    public Map<String, Object> answer(Exchange exchange) {
        Message message = exchange.getProperty(ACCEPTED, Message.class);
        return Map.of("msg_id", message.msgId(), "timestamp", message.timestamp());
    }

    private Message message(MessageDraft draft, Principal sender) {
        String senderId = sender(draft, sender);
        return message(draft, senderId, draft.clientMsgId() == null ? Ids.at(clock.millis()) : MessageIds.of(senderId, draft.clientMsgId()));
    }

    /** @throws CodedException as {@link #accept} does */
    Message message(MessageDraft draft, String senderId, String msgId) {
        String to = draft.to();
        String roomId = draft.roomId();
        if (to == null) {
            rooms.requireSender(roomId, senderId);
        } else {
            recipients.require(to);
        }
        return new Message(msgId, MessageDraft.conversation(senderId, to, roomId), senderId, to, roomId, draft.type(),
                content(draft.content()), draft.lossTime(), draft.weight(), clock.millis(), draft.clientMsgId(), draft.mentions());
    }

    private String sender(MessageDraft draft, Principal sender) {
        String from = draft.from();
        if (from == null || from.equals(sender.id())) {
            return sender.id();
        }
        if (Access.reach(sender, Operation.SEND_MESSAGES) != Reach.ALL) {
            throw new CodedException(ErrorCode.FORBIDDEN, "from: only a service sends on behalf of others");
        }
        return requireSender(from);
    }

    /** @throws CodedException 404 when there is nobody of that name */
    String requireSender(String from) {
        if (!from.equals(Message.SYSTEM)) {
            recipients.require(from);
        }
        return from;
    }

    private String content(Object content) {
        try {
            String text = json.writeValueAsString(content);
            int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
            if (bytes > maxBytes) {
                throw new CodedException(ErrorCode.TOO_LARGE, "content: " + bytes + " bytes, allowed are " + maxBytes);
            }
            return text;
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw CodedException.invalid("content", "holds half a surrogate pair, which no text in UTF-8 can");
        }
    }
}
