package io.campanile.store.sql;

import io.campanile.domain.message.Epochs;
import io.campanile.domain.message.HighWaterMark;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of {@code inbox_epoch}. Its fence is moved on every second, to the time, and each transaction on inboxes reads it: when
 * it is less than what this node has seen committed, or what the high-water mark tells, then the database was restored from a
 * backup, and a new epoch begins before anything is done. Changes of less than a second before a backup's end are not noticed:
 * for them there is {@link #begin()}. Thread-safe.
 */
public final class InboxEpochs implements Epochs {

    private static final Logger LOG = LoggerFactory.getLogger(InboxEpochs.class);
    private static final int BASE = 36;

    private final Sql sql;
    private final HighWaterMark mark;
    private final Clock clock;
    /** The highest fence that was surely committed. */
    private final AtomicLong seen = new AtomicLong();

    private record Row(long epoch, long fence) {
    }

    public InboxEpochs(DataSource dataSource, HighWaterMark mark, Clock clock) {
        this.sql = new Sql(dataSource);
        this.mark = mark;
        this.clock = clock;
    }

    /** Compares with the mark and moves the fence on; to be called every second, and once before anything else. */
    public void guard() {
        // Before the row is read: what is remembered was committed by then
        seen.accumulateAndGet(mark.get(), Math::max);
        long fence = transaction((handle, epoch) -> {
            handle.execute("UPDATE inbox_epoch SET fence = GREATEST(fence + 1, ?)", clock.millis());
            return row(handle).fence();
        });
        seen.accumulateAndGet(fence, Math::max);
        mark.set(fence);
    }

    /** Runs statements in one transaction, within the epoch that they are given. */
    <R> R transaction(BiFunction<Handle, Long, R> statements) {
        return within(sql::transaction, statements);
    }

    /** The same as {@link Sql#lazily}. */
    <R> R lazily(BiFunction<Handle, Long, R> statements) {
        return within(sql::lazily, statements);
    }

    /** The same as {@link Sql#unhurried}. */
    <R> R unhurried(BiFunction<Handle, Long, R> statements) {
        return within(sql::unhurried, statements);
    }

    /** The same as {@link Sql#settled}. */
    <R> R settled(BiFunction<Handle, Long, R> statements) {
        return within(sql::settled, statements);
    }

    private <R> R within(Function<Function<Handle, R>, R> transaction, BiFunction<Handle, Long, R> statements) {
        for (;;) {
            long known = seen.get();
            try {
                return transaction.apply(handle -> {
                    Row row = row(handle);
                    if (row.fence() < known) {
                        throw new WentBackException(row.fence());
                    }
                    seen.accumulateAndGet(row.fence(), Math::max);
                    return statements.apply(handle, row.epoch());
                });
            } catch (WentBackException e) {
                begin(known);
                LOG.warn("the database is {} ms older than it was: the numbers of all inboxes begin anew", known - e.fence);
            }
        }
    }

    @Override
    public String present() {
        return transaction((handle, epoch) -> name(epoch));
    }

    @Override
    public String begin() {
        begin(Long.MAX_VALUE);
        String epoch = present();
        LOG.warn("the numbers of all inboxes begin anew, as asked for: epoch {}", epoch);
        return epoch;
    }

    /** @param known without effect when the fence is there, as another node has begun the epoch then */
    private void begin(long known) {
        long now = clock.millis();
        sql.run(handle -> handle.execute("UPDATE inbox_epoch SET epoch = GREATEST(epoch + 1, ?), fence = GREATEST(fence + 1, ?) WHERE fence < ?",
                now, known == Long.MAX_VALUE ? now : Math.max(known, now), known));
    }

    private static Row row(Handle handle) {
        return handle.createQuery("SELECT epoch, fence FROM inbox_epoch")
                .map((row, context) -> new Row(row.getLong("epoch"), row.getLong("fence"))).one();
    }

    /** As clients see it. */
    static String name(long epoch) {
        return Long.toString(epoch, BASE);
    }

    /** As {@link #name} named it. */
    static long number(String name) {
        return Long.parseLong(name, BASE);
    }

    /** The row is older than what is known of it. */
    private static final class WentBackException extends RuntimeException {

        private final long fence;

        private WentBackException(long fence) {
            super("the database is older than it was", null, false, false);
            this.fence = fence;
        }
    }
}
