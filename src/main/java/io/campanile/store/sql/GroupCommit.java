package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits transactions of several threads as one, those that wait while earlier ones are committed: it is the commit that takes
 * a database its time. Each stands or falls alone. Thread-safe; blocks until it is committed.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int TOGETHER = 64;
    private static final String SAVEPOINT = "one";
    private static final long LAST_SECONDS = 3;

    private final Sql sql;
    private final ExecutorService threads;
    private final Queue<Work<?>> waiting = new ConcurrentLinkedQueue<>();

    /** @param atOnce how many groups are worked on at a time */
    GroupCommit(Sql sql, String name, int atOnce) {
        this.sql = sql;
        this.threads = Executors.newFixedThreadPool(atOnce, group -> {
            Thread thread = new Thread(group, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs statements as one of a group; again, alone, when the group collided with another one.
     *
     * @param row what the statements hold first: all groups hold theirs in this order
     * @throws CodedException 503 when the database is away; whether it did the work is not known then
     */
    <R> R transaction(String row, Function<Handle, R> statements) {
        Work<R> work = new Work<>(row, statements, new CompletableFuture<>());
        waiting.add(work);
        try {
            threads.execute(this::next);
            return work.outcome().join();
        } catch (RejectedExecutionException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "this node ends: try again");
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** There is nothing left to do when an earlier group took it along. */
    private void next() {
        List<Work<?>> group = new ArrayList<>();
        for (Work<?> work = waiting.poll(); work != null; work = group.size() < TOGETHER ? waiting.poll() : null) {
            group.add(work);
        }
        group.sort(Comparator.comparing(Work::row));
        try {
            commit(group);
        } catch (RuntimeException | Error e) {
            group.forEach(work -> work.outcome().completeExceptionally(e));
        }
    }

    private void commit(List<Work<?>> group) {
        if (group.size() > 1) {
            List<Runnable> outcomes = sql.once(handle -> group.stream().map(work -> work.within(handle)).toList()).orElse(List.of());
            outcomes.forEach(Runnable::run);
            if (outcomes.isEmpty()) {
                LOG.debug("{} transactions are run one by one, since together they collided", group.size());
                group.forEach(work -> work.alone(sql));
            }
        } else {
            group.forEach(work -> work.alone(sql));
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Work<R>(String row, Function<Handle, R> statements, CompletableFuture<R> outcome) {

        /** @return tells the outcome, once the group is committed */
        Runnable within(Handle transaction) {
            transaction.savepoint(SAVEPOINT);
            try {
                R result = statements.apply(transaction);
                transaction.releaseSavepoint(SAVEPOINT);
                return () -> outcome.complete(result);
            } catch (JdbiException e) {
                // A database may have rolled back more than this
                throw e;
            } catch (RuntimeException e) {
                transaction.rollbackToSavepoint(SAVEPOINT);
                return () -> outcome.completeExceptionally(e);
            }
        }

        void alone(Sql sql) {
            try {
                outcome.complete(sql.transaction(statements));
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        }
    }
}
