package io.campanile.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** What becomes of what the flows process. Thread-safe; never blocks. */
public final class FlowMetrics {

    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter duplicate;
    private final Map<String, Counter> deadLetters = new ConcurrentHashMap<>();

    /** @param registry where it counts; one of its own counts for nobody */
    public FlowMetrics(MeterRegistry registry) {
        this.registry = registry;
        accepted = reports("accepted");
        duplicate = reports("duplicate");
    }

    private Counter reports(String result) {
        return Counter.builder("device_reports").tag("result", result).register(registry);
    }

    /**
     * A batch of reports was merged. What is invalid is no part of it, but a dead letter.
     *
     * @param duplicates those of it that had been taken in before
     */
    public void merged(int reports, int duplicates) {
        accepted.increment(reports - duplicates);
        duplicate.increment(duplicates);
    }

    /** @param flow the group of the route where it failed */
    public void deadLetter(String flow) {
        deadLetters.computeIfAbsent(flow, group -> Counter.builder("dead_letters").tag("flow", group).register(registry)).increment();
    }

    /** @param result loaded, refused, failed, rolled_back or stopped */
    public void reloaded(String flow, String result) {
        Counter.builder("flow_reload").tag("flow", flow).tag("result", result).register(registry).increment();
    }

    /** @param waiting asked at each scrape; of all nodes; NaN while nobody knows */
    public void deadLettersWaiting(DoubleSupplier waiting) {
        Gauge.builder("dead_letters_waiting", waiting::getAsDouble).register(registry);
    }
}
