package io.campanile.flow.message;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.MessageIds;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Takes messages from back ends that write to Kafka themselves (CAPABILITIES 2.15b). Thread-safe; blocks on the database. */
public final class MessageIngress {

    /** No user's name begins so: what is named here is never what a user names. */
    private static final String SCOPE = "ingress/";

    private final CamelContext camel;
    private final MessageSends sends;
    private final DeadLetters deadLetters;
    private final ObjectReader reader = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build()
            .readerFor(new TypeReference<Map<String, Object>>() { });
    private final MessageFormat format = new MessageFormat();

    public MessageIngress(CamelContext camel, MessageSends sends, DeadLetters deadLetters) {
        this.camel = camel;
        this.sends = sends;
        this.deadLetters = deadLetters;
    }

    /** Records as a back end sends them to those that are numbered and delivered; a record that is invalid goes to the dead letters alone. */
    public List<Message> accept(List<Exchange> batch, Exchange exchange) {
        List<Message> accepted = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            try {
                accepted.add(accept(record.getMessage()));
            } catch (CodedException e) {
                if (e.code() == ErrorCode.UNAVAILABLE) {
                    throw e;
                }
                refuse(record.getMessage(), exchange, e);
            } catch (IOException e) {
                refuse(record.getMessage(), exchange, e);
            }
        }
        return accepted;
    }

    private Message accept(Message record) throws IOException {
        Map<String, Object> given = reader.readValue(KafkaBatch.body(record));
        if (given == null) {
            throw CodedException.invalid("message", "must be an object");
        }
        MessageDraft draft = new MessageDraft(given);
        if (draft.from() == null) {
            throw CodedException.invalid("from", "is required");
        }
        String from = sends.requireSender(draft.from());
        io.campanile.domain.message.Message message = sends.message(draft, from, msgId(draft, from, record));
        Message accepted = new DefaultMessage(camel);
        accepted.setHeader(KafkaConstants.KEY, message.conversationId());
        accepted.setBody(format.write(message));
        return accepted;
    }

    /** Where its sender gives it no name, its place does: a record that is read again is the same message. */
    private static String msgId(MessageDraft draft, String from, Message record) {
        return draft.clientMsgId() != null ? MessageIds.of(from, draft.clientMsgId())
                : MessageIds.of(SCOPE + record.getHeader(KafkaConstants.TOPIC) + '/' + record.getHeader(KafkaConstants.PARTITION),
                        String.valueOf(record.getHeader(KafkaConstants.OFFSET)));
    }

    private void refuse(Message record, Exchange exchange, Exception cause) {
        deadLetters.refuse(exchange.getFromRouteId(), KafkaBatch.body(record), record.getHeaders(), cause);
    }
}
