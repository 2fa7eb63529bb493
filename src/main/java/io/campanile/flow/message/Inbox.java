package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.room.RoomChange;
import io.campanile.domain.room.RoomChanges;
import io.campanile.domain.room.RoomChanges.Done;
import io.campanile.domain.room.RoomChanges.Outcome;
import io.campanile.domain.room.RoomChanges.Turn;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.Headers;
import io.campanile.flow.KafkaBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;

/** Numbers messages and appends them to inboxes: the middle of the message-deliver flow. Thread-safe; blocks on the database. */
public final class Inbox {

    private static final int LONGEST_CHANGE_ID = 36;

    private final Inboxes inboxes;
    private final Rooms rooms;
    private final RoomChanges changes;
    private final Consumer<List<Told>> told;
    private final DeadLetters deadLetters;
    private final MessageFormat format = new MessageFormat();

    /** A join or a leave that is done, and the node where somebody waits for it. */
    public record Told(String node, Done done) {
    }

    /** @param rooms what is said in those that keep nothing is left out */
    public Inbox(Inboxes inboxes, Rooms rooms, DeadLetters deadLetters) {
        this(inboxes, rooms, RoomChanges.NONE, done -> { }, deadLetters);
    }

    /** @param told who asked for joins and leaves that are done now; must not block */
    public Inbox(Inboxes inboxes, Rooms rooms, RoomChanges changes, Consumer<List<Told>> told, DeadLetters deadLetters) {
        this.inboxes = inboxes;
        this.rooms = rooms;
        this.changes = changes;
        this.told = told;
        this.deadLetters = deadLetters;
    }

    /**
     * Takes the messages of a batch in, and does the joins and leaves among them in their turn. One that cannot be read, or that the
     * database refuses, goes to the dead letters alone; while the database is away nothing is discarded.
     *
     * @return what is new in which inbox; repeats are recognised inside the transaction
     */
    public List<InboxMessage> append(List<Exchange> batch, Exchange exchange) {
        Round.Plan plan = new Round.Plan();
        Map<String, Boolean> kept = new HashMap<>();
        for (Exchange record : batch) {
            try {
                if (record.getMessage().getHeader(Headers.ROOM_CHANGE) != null) {
                    plan.add(readChange(record));
                } else {
                    Message message = read(record);
                    if (message.roomId() == null || kept.computeIfAbsent(message.roomId(), rooms::isKept)) {
                        plan.add(message, record);
                    }
                }
            } catch (IOException | CodedException e) {
                refuse(record, exchange, e);
            }
        }
        List<InboxMessage> appended = new ArrayList<>();
        plan.rounds.forEach(round -> appended.addAll(take(round, exchange)));
        return appended;
    }

    private List<InboxMessage> take(Round round, Exchange exchange) {
        try {
            return take(round.messages, round.turns);
        } catch (CodedException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            return oneByOne(round, exchange);
        }
    }

    private List<InboxMessage> take(List<Message> messages, List<Turn> turns) {
        if (turns.isEmpty()) {
            return messages.isEmpty() ? List.of() : inboxes.append(messages);
        }
        Outcome outcome = changes.apply(messages, turns);
        Map<String, String> nodes = turns.stream().map(Turn::change).collect(Collectors.toMap(RoomChange::changeId, RoomChange::node, (one, other) -> one));
        told.accept(outcome.done().stream().map(one -> new Told(nodes.get(one.changeId()), one)).toList());
        return outcome.appended();
    }

    private List<InboxMessage> oneByOne(Round round, Exchange exchange) {
        List<InboxMessage> appended = new ArrayList<>();
        for (int i = 0; i < round.messages.size(); i++) {
            appended.addAll(take(List.of(), round.turnsBehind(i)));
            try {
                appended.addAll(take(List.of(round.messages.get(i)), List.of()));
            } catch (CodedException e) {
                if (e.code() == ErrorCode.UNAVAILABLE) {
                    throw e;
                }
                refuse(round.records.get(i), exchange, e);
            }
        }
        appended.addAll(take(List.of(), round.turnsBehind(round.messages.size())));
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

    private RoomChange readChange(Exchange record) throws IOException {
        RoomChange change = format.read(KafkaBatch.body(record.getMessage()), RoomChange.class);
        if (change == null || change.changeId() == null || change.changeId().length() > LONGEST_CHANGE_ID || change.node() == null
                || !ConversationId.ofRoom(Ids.require("room_id", change.roomId())).equals(record.getMessage().getHeader(KafkaConstants.KEY))) {
            throw CodedException.invalid("room change", "must have change_id, node, and the room_id that is the key of the record");
        }
        Ids.require("user_id", change.userId());
        return change;
    }

    private void refuse(Exchange record, Exchange exchange, Exception cause) {
        deadLetters.refuse(exchange.getFromRouteId(), KafkaBatch.body(record.getMessage()), record.getMessage().getHeaders(), cause);
    }
}
