package io.campanile.ops.reload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * Before one {@code direct:} route. Closed, it holds back whoever comes, in their order and without a thread, until the
 * route's next version is there; open, it only counts who is inside. Thread-safe; while it is open, passing never blocks.
 */
final class Gate {

    /** More are turned away as if the route was not there. */
    static final int MOST_WAITING = 20_000;

    private static final long LOOK_AGAIN_NS = 1_000_000;
    private static final long MAKE_ROOM_MS = 10;

    private final AtomicLong inside = new AtomicLong();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** So that those who waited go one after the other, in their order. */
    private final ReentrantLock leaving = new ReentrantLock();
    private volatile boolean closed;
    private volatile boolean opening;
    private volatile DirectConsumer consumer;

    /** @param closed whether who comes waits until it is opened for the first time */
    Gate(boolean closed) {
        this.closed = closed;
    }

    DirectConsumer consumer() {
        return consumer;
    }

    void lead(DirectConsumer to) {
        consumer = to;
    }

    void leadNoMore(DirectConsumer from) {
        if (consumer == from) {
            consumer = null;
        }
    }

    /** @return whether the exchange is done already, as {@link org.apache.camel.AsyncProcessor#process} does */
    boolean pass(Exchange exchange, AsyncCallback callback, BiPredicate<Exchange, AsyncCallback> way) {
        // Counted before the look: close() looks at the count after it has closed
        inside.incrementAndGet();
        if (closed) {
            inside.decrementAndGet();
            return hold(exchange, callback, way);
        }
        return go(exchange, callback, way);
    }

    private boolean go(Exchange exchange, AsyncCallback callback, BiPredicate<Exchange, AsyncCallback> way) {
        return way.test(exchange, doneSync -> {
            inside.decrementAndGet();
            callback.done(doneSync);
        });
    }

    private boolean hold(Exchange exchange, AsyncCallback callback, BiPredicate<Exchange, AsyncCallback> way) {
        switch (enqueue(() -> go(exchange, callback, way))) {
            case OPEN_AGAIN:
                return go(exchange, callback, way);
            case FULL:
                exchange.setException(new RejectedExecutionException("too many wait while the flow is swapped"));
                callback.done(true);
                return true;
            default:
                makeRoom();
                return false;
        }
    }

    private Place enqueue(Runnable who) {
        synchronized (waiting) {
            if (!closed) {
                inside.incrementAndGet();
                return Place.OPEN_AGAIN;
            }
            if (waiting.size() >= MOST_WAITING) {
                return Place.FULL;
            }
            waiting.add(who);
            return Place.WAITING;
        }
    }

    /** Who comes while it opens lets one go in turn, or pauses: else they could come faster than those before them leave. */
    private void makeRoom() {
        try {
            if (opening && leaving.tryLock(MAKE_ROOM_MS, TimeUnit.MILLISECONDS)) {
                try {
                    letOneGo();
                } finally {
                    leaving.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there was one; when not, it is open */
    private boolean letOneGo() {
        Runnable first;
        synchronized (waiting) {
            first = waiting.poll();
            if (first == null) {
                closed = false;
                opening = false;
                return false;
            }
            inside.incrementAndGet();
        }
        first.run();
        return true;
    }

    /**
     * From now on nobody passes.
     *
     * @return whether those inside have come out again within the patience
     */
    boolean close(Duration patience) {
        closed = true;
        long until = System.nanoTime() + patience.toNanos();
        while (inside.get() > 0) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        return true;
    }

    long inside() {
        return inside.get();
    }

    /** Lets those go who wait, the first one first, and then whoever comes. */
    void open() {
        opening = true;
        boolean more = true;
        while (more) {
            leaving.lock();
            try {
                more = letOneGo();
            } finally {
                leaving.unlock();
            }
        }
    }

    private enum Place { WAITING, OPEN_AGAIN, FULL }
}
