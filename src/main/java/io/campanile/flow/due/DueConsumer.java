package io.campanile.flow.due;

import io.campanile.domain.CodedException;
import io.campanile.domain.due.Due;
import io.campanile.domain.due.DueRecords;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due and begins the route with it, without waiting for its end: one that takes long holds up no other. A
 * record whose route ends well is done with, unless the route set its next step; one whose route fails is due again once
 * its lease is over. While a route is busy with a record its lease is renewed, so another node takes it only when this one
 * has died.
 */
final class DueConsumer extends ScheduledPollConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DueConsumer.class);
    private static final int THREADS = 4;
    private static final int WAIT_FOR_ROOM_MS = 100;
    private static final int RENEWALS_IN_A_LEASE = 3;

    private final String kind;
    private final DueRecords records;
    private final Duration lease;
    private final Semaphore room;
    private final Set<Due> inFlight = ConcurrentHashMap.newKeySet();
    private ExecutorService threads;
    private long renewedAt = System.nanoTime();

    DueConsumer(DueEndpoint endpoint, Processor processor, String kind, DueRecords records, int most, Duration lease) {
        super(endpoint, processor);
        this.kind = kind;
        this.records = records;
        this.room = new Semaphore(most);
        this.lease = lease;
    }

    @Override
    protected void doStart() throws Exception {
        threads = getEndpoint().getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "due-" + kind, THREADS);
        super.doStart();
    }

    /** What is claimed and not begun is due again when its lease is over. */
    @Override
    protected void doStop() throws Exception {
        super.doStop();
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
    }

    @Override
    protected int poll() throws InterruptedException {
        try {
            renew();
            if (!room.tryAcquire(WAIT_FOR_ROOM_MS, TimeUnit.MILLISECONDS)) {
                return 0;
            }
            return claim(1 + room.drainPermits());
        } catch (CodedException e) {
            // The store has said so itself; what is due waits there
            LOG.debug("nothing of {} can be claimed now: {}", kind, e.getMessage());
            return 0;
        }
    }

    private int claim(int most) {
        int claimed = 0;
        try {
            List<Due> found = records.claim(kind, most, lease);
            claimed = found.size();
            inFlight.addAll(found);
            found.forEach(due -> threads.execute(() -> begin(due)));
            return claimed;
        } finally {
            room.release(most - claimed);
        }
    }

    private void renew() {
        if (System.nanoTime() - renewedAt > lease.toNanos() / RENEWALS_IN_A_LEASE) {
            renewedAt = System.nanoTime();
            records.renew(inFlight, lease);
        }
    }

    private void begin(Due due) {
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(due);
        getAsyncProcessor().process(exchange, doneSync -> ended(due, exchange));
    }

    private void ended(Due due, Exchange exchange) {
        try {
            if (exchange.getException() == null) {
                records.done(due);
            } else {
                getExceptionHandler().handleException("due again later: " + due, exchange, exchange.getException());
            }
        } catch (CodedException e) {
            LOG.info("{} will be done again, since it cannot be said that it is done: {}", due, e.getMessage());
        } finally {
            inFlight.remove(due);
            room.release();
        }
    }
}
