package io.campanile.flow.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Messages as records of our own topics: JSON, the fields as PROTOCOL 6 names them. Thread-safe. */
public final class MessageFormat {

    /** The domain knows no JSON: its content goes in and out as it stands. */
    private abstract static class AsRecord {
        @JsonRawValue
        @JsonDeserialize(using = Raw.class)
        String content;
    }

    @JsonIgnoreProperties("own")
    private abstract static class WithoutDerived {
    }

    private static final class Raw extends JsonDeserializer<String> {
        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return context.readTree(parser).toString();
        }

        @Override
        public String getNullValue(DeserializationContext context) {
            return "null";
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    private final ObjectMapper json = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Message.class, AsRecord.class).addMixIn(InboxMessage.class, WithoutDerived.class).build();

    /** A message, or one in an inbox. */
    public byte[] write(Object message) {
        try {
            return json.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws IOException when it is no JSON
     * @throws CodedException 400 when it is no message that a node would have written
     */
    public Message message(byte[] record) throws IOException {
        return require(json.readValue(record, Message.class));
    }

    /** The same of a message in an inbox. */
    public InboxMessage inboxMessage(byte[] record) throws IOException {
        InboxMessage message = json.readValue(record, InboxMessage.class);
        if (message == null || message.userId() == null || message.epoch() == null) {
            throw CodedException.invalid("message", "is in no inbox");
        }
        require(message.message());
        return message;
    }

    /** JSON of any other kind. */
    public <T> T read(byte[] record, Class<T> type) throws IOException {
        return json.readValue(record, type);
    }

    private static Message require(Message message) {
        if (message == null || message.msgId() == null || message.conversationId() == null || message.senderId() == null
                || message.type() == null || message.content() == null || message.to() == null == (message.roomId() == null)) {
            throw CodedException.invalid("message", "must have msg_id, conversation_id, sender_id, type, content and one of to and room_id");
        }
        for (String id : List.of(message.senderId(), message.to() == null ? message.roomId() : message.to())) {
            Ids.require("id", id);
        }
        return message;
    }
}
