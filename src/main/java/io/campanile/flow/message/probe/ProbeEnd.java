package io.campanile.flow.message.probe;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxMessage;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

/** One of the two of a {@link Probe}, as delivery sees it: a connection that confirms whatever it gets at once. */
final class ProbeEnd implements DeliveryTarget {

    private static final String INSTALLATION = "probe";

    private final String userId;
    private final Deliveries deliveries;
    private final Executor thread;
    private final LongConsumer took;
    private final Clock clock;
    private volatile long heardAt;
    private volatile long lastTook = -1;
    private volatile Delivery delivery;

    /** @param thread one, so that all calls come one at a time */
    ProbeEnd(String userId, Deliveries deliveries, Executor thread, LongConsumer took, Clock clock) {
        this.userId = userId;
        this.deliveries = deliveries;
        this.thread = thread;
        this.took = took;
        this.clock = clock;
        heardAt = clock.millis();
    }

    String userId() {
        return userId;
    }

    long heardAt() {
        return heardAt;
    }

    long lastTook() {
        return lastTook;
    }

    void open() {
        delivery = deliveries.open(userId, INSTALLATION, this);
    }

    @Override
    public void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // It is closed: nobody is there any more
        }
    }

    @Override
    public void push(InboxMessage message, long prev) {
        if (!message.isOwn()) {
            long now = clock.millis();
            heardAt = now;
            lastTook = now - message.message().timestamp();
            took.accept(lastTook);
            delivery.confirm(message.epoch(), message.inboxSeq());
        }
    }

    @Override
    public void reset(String epoch, long inboxSeq) {
        // It goes on from there; what it missed it does not miss
    }

    @Override
    public void unconfirmed() {
        open();
    }

    void close() {
        Delivery open = delivery;
        if (open != null) {
            open.close();
        }
    }
}
