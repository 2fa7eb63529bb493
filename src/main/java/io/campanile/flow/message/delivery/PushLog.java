package io.campanile.flow.message.delivery;

import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxEvents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what was pushed, and what was refused, for the trace: what one connection is pushed in a row within a second is one event. A crash loses the
 * last second of it, and what happens while the database is away is not noted. Thread-safe; does not block.
 */
public final class PushLog {

    private static final Logger LOG = LoggerFactory.getLogger(PushLog.class);
    private static final long GATHER_MS = 1_000;
    private static final int BATCH = 1_000;

    private final InboxEvents events;
    private final String node;
    private final Executor workers;
    private final Timers timers;
    private final Clock clock;
    private final Queue<Row> rows = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean due = new AtomicBoolean();

    /** @param workers where it may block */
    public PushLog(InboxEvents events, String node, Executor workers, Timers timers, Clock clock) {
        this.events = events;
        this.node = node;
        this.workers = workers;
        this.timers = timers;
        this.clock = clock;
    }

    /** Numbers that were pushed to one connection, one after another. Thread-safe. */
    static final class Row {

        private final InboxEvent first;
        private long to;
        private boolean written;

        private Row(InboxEvent first) {
            this.first = first;
            this.to = first.toSeq();
        }

        /** @return false when it does not follow, or comes too late: then it belongs to a row of its own */
        synchronized boolean add(long number) {
            if (written || number != to + 1) {
                return false;
            }
            to = number;
            return true;
        }

        private synchronized InboxEvent end() {
            written = true;
            return new InboxEvent(first.userId(), first.epoch(), first.kind(), first.fromSeq(), to, first.clientId(), first.node(), first.at(), first.detail());
        }
    }

    /** @param kind {@link InboxEvent#PUSHED} or {@link InboxEvent#RETRIED} */
    Row begin(String userId, String clientId, String epoch, String kind, long number) {
        return add(new InboxEvent(userId, epoch, kind, number, number, clientId, node, clock.millis(), null));
    }

    /** An installation confirmed more than was pushed, which confirms nothing of what waits. */
    void refused(String userId, String clientId, String epoch, long from, long to, String why) {
        add(new InboxEvent(userId, epoch, InboxEvent.ACK_REFUSED, from, to, clientId, node, clock.millis(), why));
    }

    private Row add(InboxEvent event) {
        Row row = new Row(event);
        rows.add(row);
        if (due.compareAndSet(false, true)) {
            timers.after(GATHER_MS, () -> workers.execute(this::write));
        }
        return row;
    }

    private void write() {
        due.set(false);
        List<InboxEvent> batch = new ArrayList<>();
        for (Row row = rows.poll(); row != null; row = rows.poll()) {
            batch.add(row.end());
            if (batch.size() == BATCH) {
                write(batch);
                batch.clear();
            }
        }
        write(batch);
    }

    private void write(List<InboxEvent> batch) {
        try {
            if (!batch.isEmpty()) {
                events.add(List.copyOf(batch));
            }
        } catch (RuntimeException e) {
            LOG.warn("{} pushes will be missing in traces: {}", batch.size(), e.toString());
        }
    }
}
