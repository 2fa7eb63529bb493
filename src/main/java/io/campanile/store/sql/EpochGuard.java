package io.campanile.store.sql;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the fence of {@link InboxEpochs} moving, once a second until closed. */
public final class EpochGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EpochGuard.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "epoch-guard");
        thread.setDaemon(true);
        return thread;
    });

    /** Compares at once, so that nothing is served in an epoch that is over. */
    public EpochGuard(InboxEpochs epochs) {
        epochs.guard();
        timer.scheduleWithFixedDelay(() -> {
            try {
                epochs.guard();
            } catch (RuntimeException e) {
                // Else it would be the last time; that the database is away is told elsewhere
                LOG.debug("the fence stands still: {}", e.getMessage());
            }
        }, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
