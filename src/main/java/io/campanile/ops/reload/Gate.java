package io.campanile.ops.reload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * Before one {@code direct:} route. Closed, it holds back whoever comes, in their order and without a thread, until the
 * route's next version is there; open, it only counts who is inside. Thread-safe; passing never blocks.
 */
final class Gate {

    /** More are turned away as if the route was not there. */
    static final int MOST_WAITING = 20_000;

    private static final long LOOK_AGAIN_NS = 1_000_000;

    private final LongAdder inside = new LongAdder();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private volatile boolean closed;
    private volatile DirectConsumer consumer;

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
        inside.increment();
        if (closed) {
            inside.decrement();
            return hold(exchange, callback, way);
        }
        return go(exchange, callback, way);
    }

    private boolean go(Exchange exchange, AsyncCallback callback, BiPredicate<Exchange, AsyncCallback> way) {
        return way.test(exchange, doneSync -> {
            inside.decrement();
            callback.done(doneSync);
        });
    }

    private boolean hold(Exchange exchange, AsyncCallback callback, BiPredicate<Exchange, AsyncCallback> way) {
        synchronized (waiting) {
            if (closed && waiting.size() < MOST_WAITING) {
                waiting.add(() -> go(exchange, callback, way));
                return false;
            }
            if (closed) {
                exchange.setException(new RejectedExecutionException("too many wait while the flow is swapped"));
            } else {
                inside.increment();
            }
        }
        if (exchange.getException() == null) {
            return go(exchange, callback, way);
        }
        callback.done(true);
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
        while (inside.sum() > 0) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        return true;
    }

    long inside() {
        return inside.sum();
    }

    /** Lets those go who wait, the first one first, and then whoever comes. */
    void open() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    closed = false;
                    return;
                }
                inside.increment();
            }
            next.run();
        }
    }
}
