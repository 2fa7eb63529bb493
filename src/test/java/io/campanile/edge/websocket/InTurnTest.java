package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InTurnTest {

    private static final Vertx VERTX = Vertx.vertx();
    /** Far longer than a worker needs to end after its work has. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ContextInternal loop = (ContextInternal) VERTX.getOrCreateContext();
    private final InTurn turns = new InTurn();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch all = new CountDownLatch(2);

    @AfterAll
    static void end() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatComesWhenBlockingWorkHasJustEndedDoesNotOvertakeIt() throws InterruptedException {
        loop.runOnContext(begin -> {
            CountDownLatch worked = new CountDownLatch(1);
            note(turns.next(() -> OffLoop.run(loop, () -> {
                worked.countDown();
                return "blocking";
            })));
            awaitBusily(worked);
            note(turns.next(() -> Future.succeededFuture("quick")));
        });

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("blocking", "quick");
    }

    private void note(Future<String> work) {
        work.onSuccess(name -> {
            done.add(name);
            all.countDown();
        });
    }

    /** The event loop is busy while the work ends, as it is when it reads many requests at once. */
    private static void awaitBusily(CountDownLatch worked) {
        try {
            assertThat(worked.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long until = System.nanoTime() + LONG_NANOS;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
