package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events that have been told off {@code call_untold}, many at a time, so that nobody who answers a call waits for it.
 * What a crash takes from here is told again. Thread-safe.
 */
final class ToldEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToldEvents.class);
    private static final int AT_ONCE = 500;
    private static final long PAUSE_MS = 100;

    private record Told(String callId, int seq) {
    }

    private final Sql sql;
    private final BlockingQueue<Told> waiting = new LinkedBlockingQueue<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread daemon = new Thread(work, "call-events-told");
        daemon.setDaemon(true);
        return daemon;
    });

    ToldEvents(Sql sql) {
        this.sql = sql;
        thread.scheduleWithFixedDelay(this::write, PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    void add(String callId, Collection<CallEvent> events) {
        events.forEach(event -> waiting.add(new Told(callId, event.seq())));
    }

    private void write() {
        List<Told> batch = new ArrayList<>(AT_ONCE);
        while (waiting.drainTo(batch, AT_ONCE) > 0) {
            try {
                sql.run(handle -> {
                    PreparedBatch rows = handle.prepareBatch("DELETE FROM call_untold WHERE call_id = ? AND seq = ?");
                    batch.forEach(one -> rows.add(one.callId(), one.seq()));
                    return rows.execute();
                });
                batch.clear();
            } catch (CodedException e) {
                LOG.debug("{} events count as untold while the database is away", batch.size());
                waiting.addAll(batch);
                return;
            } catch (RuntimeException e) {
                // Else it would be the last time
                LOG.warn("{} events that were told will be told again", batch.size(), e);
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        write();
    }
}
