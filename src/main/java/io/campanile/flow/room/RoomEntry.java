package io.campanile.flow.room;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.room.Room;
import io.campanile.domain.room.RoomChange;
import io.campanile.domain.room.RoomChanges;
import io.campanile.domain.room.RoomChanges.Done;
import io.campanile.domain.room.RoomEntrance;
import io.campanile.flow.Headers;
import io.campanile.flow.Unavailable;
import io.campanile.flow.message.MessageFormat;
import io.campanile.flow.message.delivery.Timers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes joins and leaves durable among the messages of their room, and waits until the message-deliver flow has come to them, on
 * whichever node. That node's signal may be lost: who waits for long is looked for. Thread-safe; never blocks.
 */
public final class RoomEntry implements RoomEntrance {

    private static final Logger LOG = LoggerFactory.getLogger(RoomEntry.class);
    private static final String FLOW = "direct:room-change?block=false";
    private static final long LOOK_MS = 1_000;

    private final CamelContext camel;
    private final RoomChanges changes;
    private final String nodeId;
    private final long patience;
    private final Timers timers;
    private final Executor workers;
    private final MessageFormat format = new MessageFormat();
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private AsyncProducer flow;

    private record Waiting(Room room, CompletableFuture<Room> answer) {
    }

    /**
     * @param patience ms after which who asked is told to try again
     * @param workers  where it may ask the database
     */
    public RoomEntry(CamelContext camel, RoomChanges changes, String nodeId, long patience, Timers timers, Executor workers) {
        this.camel = camel;
        this.changes = changes;
        this.nodeId = nodeId;
        this.patience = patience;
        this.timers = timers;
        this.workers = workers;
    }

    @Override
    public CompletionStage<Room> ask(Room room, String userId, boolean joins) {
        RoomChange change = new RoomChange(UUID.randomUUID().toString(), room.roomId(), userId, joins, nodeId);
        Waiting asked = new Waiting(room, new CompletableFuture<>());
        waiting.put(change.changeId(), asked);
        timers.after(patience, () -> fail(change, new CodedException(ErrorCode.UNAVAILABLE,
                "the room has messages under way that come first, and they take long: try again")));
        lookLater();
        try {
            send(change);
        } catch (Exception e) {
            fail(change, e);
        }
        return asked.answer();
    }

    private void send(RoomChange change) throws Exception {
        AsyncProducer producer = flow();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setHeader(KafkaConstants.KEY, ConversationId.ofRoom(change.roomId()));
        exchange.getMessage().setHeader(Headers.ROOM_CHANGE, change.changeId());
        exchange.getMessage().setBody(format.write(change));
        producer.process(exchange, done -> {
            if (exchange.getException() != null) {
                fail(change, exchange.getException());
            }
        });
    }

    /** Made when it is needed first: which component it is of is known once all is wired. */
    private synchronized AsyncProducer flow() throws Exception {
        if (flow == null) {
            AsyncProducer made = camel.getEndpoint(FLOW).createAsyncProducer();
            made.start();
            flow = made;
        }
        return flow;
    }

    private void fail(RoomChange change, Exception cause) {
        Waiting asked = waiting.remove(change.changeId());
        if (asked != null) {
            asked.answer().completeExceptionally(Unavailable.is(cause) ? new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT) : cause);
        }
    }

    /** Answers those of this node who asked for these. */
    public void done(Collection<Done> done) {
        for (Done one : done) {
            Waiting asked = waiting.remove(one.changeId());
            if (asked != null) {
                asked.answer().complete(asked.room().with(one.members()));
            }
        }
    }

    private void lookLater() {
        if (!waiting.isEmpty() && looking.compareAndSet(false, true)) {
            timers.after(LOOK_MS, this::look);
        }
    }

    /** For as long as anybody waits. */
    private void look() {
        looking.set(false);
        lookLater();
        List<String> asked = List.copyOf(waiting.keySet());
        if (!asked.isEmpty()) {
            workers.execute(() -> {
                try {
                    done(changes.done(asked));
                } catch (RuntimeException e) {
                    LOG.debug("whether joins and leaves are done cannot be asked: {}", e.getMessage());
                }
            });
        }
    }
}
