package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Rooms;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;

/** Numbers messages and appends them to inboxes: the middle of the message-deliver flow. Thread-safe; blocks on the database. */
public final class Inbox {

    private final Inboxes inboxes;
    private final Rooms rooms;
    private final DeadLetters deadLetters;
    private final MessageFormat format = new MessageFormat();

    /** @param rooms what is said in those that keep nothing is left out */
    public Inbox(Inboxes inboxes, Rooms rooms, DeadLetters deadLetters) {
        this.inboxes = inboxes;
        this.rooms = rooms;
        this.deadLetters = deadLetters;
    }

    /**
     * Takes the messages of a batch in. One that cannot be read, or that the database refuses, goes to the dead letters alone;
     * while the database is away nothing is discarded.
     *
     * @return what is new in which inbox; repeats are recognised inside the transaction
     */
    public List<InboxMessage> append(List<Exchange> batch, Exchange exchange) {
        List<Exchange> records = new ArrayList<>(batch.size());
        List<Message> messages = new ArrayList<>(batch.size());
        Map<String, Boolean> kept = new HashMap<>();
        for (Exchange record : batch) {
            try {
                Message message = read(record);
                if (message.roomId() == null || kept.computeIfAbsent(message.roomId(), rooms::isKept)) {
                    messages.add(message);
                    records.add(record);
                }
            } catch (IOException | CodedException e) {
                refuse(record, exchange, e);
            }
        }
        if (messages.isEmpty()) {
            return List.of();
        }
        try {
            return inboxes.append(messages);
        } catch (CodedException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            return oneByOne(records, messages, exchange);
        }
    }

    private List<InboxMessage> oneByOne(List<Exchange> records, List<Message> messages, Exchange exchange) {
        List<InboxMessage> appended = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            try {
                appended.addAll(inboxes.append(List.of(messages.get(i))));
            } catch (CodedException e) {
                if (e.code() == ErrorCode.UNAVAILABLE) {
                    throw e;
                }
                refuse(records.get(i), exchange, e);
            }
        }
        return appended;
    }

    /** The key is what keeps a conversation in one order: a record under another one would come beside it. */
    private Message read(Exchange record) throws IOException {
        Message message = format.message(KafkaBatch.body(record.getMessage()));
        if (!message.conversationId().equals(record.getMessage().getHeader(KafkaConstants.KEY))) {
            throw CodedException.invalid("conversation_id", "is not the key of the record");
        }
        return message;
    }

    private void refuse(Exchange record, Exchange exchange, Exception cause) {
        deadLetters.refuse(exchange.getFromRouteId(), KafkaBatch.body(record.getMessage()), record.getMessage().getHeaders(), cause);
    }
}
