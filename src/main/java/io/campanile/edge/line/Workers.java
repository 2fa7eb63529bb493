package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Where commands block: on few threads, with a bound on who waits for one. Thread-safe. */
final class Workers {

    private static final int THREADS = 4;
    private static final int MOST = 32;
    private static final int RETRY_AFTER_MS = 1_000;

    private final WorkerExecutor executor;
    private final AtomicInteger admitted = new AtomicInteger();

    Workers(Vertx vertx) {
        executor = vertx.createSharedWorkerExecutor("line", THREADS);
    }

    /** The result comes on the caller's event loop; 429 when too many wait. */
    <T> Future<T> run(Callable<T> work) {
        if (admitted.incrementAndGet() > MOST) {
            admitted.decrementAndGet();
            return Future.failedFuture(new CodedException(ErrorCode.TOO_MANY, "too many at the moment",
                    Map.of("retry_after_ms", RETRY_AFTER_MS)));
        }
        return executor.executeBlocking(work, false).onComplete(done -> admitted.decrementAndGet());
    }
}
