package io.campanile.flow.room;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.PushTargets;
import io.campanile.flow.Headers;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.message.MessageFormat;
import io.campanile.flow.message.MessageJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * The steps of the room-broadcast flow: what is said in a room costs one record that every node reads, however many members the
 * room has. Thread-safe; blocks on the database.
 */
public final class RoomBroadcast {

    private static final String PUSH = "/push/room";

    private final CamelContext camel;
    private final Rooms rooms;
    private final int large;
    private final PushTargets connections;
    private final Consumer<String> grown;
    private final MessageFormat format = new MessageFormat();

    /**
     * @param large       with more members the inboxes are filled by the nodes that hold them
     * @param connections where those are who are in an ephemeral room
     * @param grown       told of a large room in which something was said
     */
    public RoomBroadcast(CamelContext camel, Rooms rooms, int large, PushTargets connections, Consumer<String> grown) {
        this.camel = camel;
        this.rooms = rooms;
        this.large = large;
        this.connections = connections;
        this.grown = grown;
    }

    /**
     * Of a batch of messages what the nodes are to know besides what is in an inbox already.
     *
     * @return for a large room its name, once; for an ephemeral one each message
     */
    public List<org.apache.camel.Message> of(List<Exchange> batch) {
        Set<String> looked = new HashSet<>();
        List<org.apache.camel.Message> records = new ArrayList<>();
        for (Exchange record : batch) {
            String conversation = record.getMessage().getHeader(KafkaConstants.KEY, "", String.class);
            if (ConversationId.isRoom(conversation) && record.getMessage().getHeader(Headers.ROOM_CHANGE) == null) {
                String room = ConversationId.room(conversation);
                if (!rooms.isKept(room)) {
                    records.add(record(room, KafkaBatch.body(record.getMessage())));
                } else if (looked.add(room) && rooms.isLarge(room, large)) {
                    records.add(record(room, new byte[0]));
                }
            }
        }
        return records;
    }

    private org.apache.camel.Message record(String room, byte[] body) {
        org.apache.camel.Message record = new DefaultMessage(camel);
        record.setHeader(KafkaConstants.KEY, room);
        record.setBody(body);
        return record;
    }

    /** What makes a repeat known: the message, or, for a large room, nothing: to hear twice of it has no effect. */
    public String repeat(byte[] body, @Header(KafkaConstants.OFFSET) long offset) throws IOException {
        return body.length == 0 ? "at " + offset : format.message(body).msgId();
    }

    /**
     * Tells those who are in the room here.
     *
     * @throws CodedException 400 when it is no message
     */
    public CompletionStage<PushOutcome> tell(byte[] body, @Header(KafkaConstants.KEY) String room) throws IOException {
        if (body.length == 0) {
            grown.accept(room);
            // Camel waits for what a step returns: without a stage the step fails
            return CompletableFuture.completedFuture(PushOutcome.NONE);
        }
        Message message = format.message(body);
        return connections.push(new Push(message.msgId(), PushTarget.room(room), PUSH, MessageJson.inRoom(message), message.timestamp()));
    }
}
