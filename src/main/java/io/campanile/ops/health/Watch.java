package io.campanile.ops.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one dependency again and again on a thread of its own, and remembers the answer, so that whoever wants to know need
 * not wait. A probe that does not come back counts as away. Thread-safe.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Dependency dependency;
    private final Duration patience;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private volatile Outage outage;
    /** ms since the epoch; 0 while no probe is under way. */
    private volatile long askedAt;

    Watch(Dependency dependency, Duration interval, Duration patience, Clock clock) {
        this.dependency = dependency;
        this.patience = patience;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread watch = new Thread(work, "health-" + dependency.name());
            watch.setDaemon(true);
            return watch;
        });
        thread.scheduleWithFixedDelay(this::ask, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    String name() {
        return dependency.name();
    }

    /** Empty while it is there. Never blocks. */
    Optional<Outage> outage() {
        Outage known = outage;
        long asked = askedAt;
        if (known == null && asked != 0 && clock.millis() - asked > patience.toMillis()) {
            return Optional.of(new Outage(dependency.name(), Instant.ofEpochMilli(asked), "does not answer", dependency.remedy()));
        }
        return Optional.ofNullable(known);
    }

    private void ask() {
        askedAt = clock.millis();
        try {
            dependency.probe().ask();
            answered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failed(e);
        } finally {
            askedAt = 0;
        }
    }

    private void answered() {
        Outage over = outage;
        if (over != null) {
            outage = null;
            LOG.info("{} is back after {} s", dependency.name(), Duration.between(over.since(), clock.instant()).toSeconds());
        }
    }

    private void failed(Exception e) {
        if (outage == null && !thread.isShutdown()) {
            outage = new Outage(dependency.name(), Instant.ofEpochMilli(askedAt), reason(e), dependency.remedy());
            LOG.warn("{}", outage.describe());
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage().strip().lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
