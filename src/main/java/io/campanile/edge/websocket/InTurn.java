package io.campanile.edge.websocket;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Lets work begin once what came before it is done. Belongs to one event loop, on which the work ends too. */
final class InTurn {

    private Future<?> last = Future.succeededFuture();
    private int open;

    /** At once when nothing comes before it. */
    <T> Future<T> next(Supplier<Future<T>> work) {
        Future<T> next = open == 0 ? work.get() : last.transform(done -> work.get());
        if (open > 0 || !next.isComplete()) {
            open++;
            next.onComplete(done -> open--);
            last = next;
        }
        return next;
    }
}
