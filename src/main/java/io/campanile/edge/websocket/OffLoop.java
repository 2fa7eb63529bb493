package io.campanile.edge.websocket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Callable;

/** Work that may block. Thread-safe. */
final class OffLoop {

    private OffLoop() {
    }

    /**
     * Does it on a worker thread, side by side with others. It is done only on the context, when those who wait are told: Vert.x's
     * own future is done before, on the worker, and who asked it in between would run ahead of those who waited.
     */
    static <T> Future<T> run(ContextInternal context, Callable<T> work) {
        Promise<T> done = Promise.promise();
        context.executeBlocking(work, false).onComplete(result -> done.handle(result));
        return done.future();
    }
}
