package io.campanile.ops.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Fails only for what a restart cures: an event loop that is stuck, or threads that wait for each other. */
final class LivenessCheck extends AbstractHealthCheck {

    private static final Duration STUCK = Duration.ofSeconds(30);

    private final Supplier<Duration> eventLoopLag;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** @param eventLoopLag for how long the worst event loop has done nothing that waits for it */
    LivenessCheck(Supplier<Duration> eventLoopLag) {
        super("process", "process");
        this.eventLoopLag = eventLoopLag;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Duration lag = eventLoopLag.get();
        long[] deadlocked = threads.findDeadlockedThreads();
        if (lag.compareTo(STUCK) > 0) {
            builder.message("an event loop is stuck for " + lag.toSeconds() + " s: restart the process").down();
        } else if (deadlocked != null) {
            builder.message("threads wait for each other (" + names(deadlocked) + "): restart the process").down();
        } else {
            builder.up();
        }
    }

    private String names(long[] ids) {
        return Arrays.stream(threads.getThreadInfo(ids)).map(ThreadInfo::getThreadName).collect(Collectors.joining(", "));
    }
}
