package io.campanile.ops.metrics;

import io.campanile.domain.message.Census.Result;
import io.campanile.domain.message.InboxCount.Tally;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What becomes of messages. Thread-safe. */
public final class MessageMetrics {

    private static final Duration[] STEPS = {Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(5)};

    private final MeterRegistry registry;
    private final Timer probed;

    /** @param registry where it counts; one of its own counts for nobody */
    public MessageMetrics(MeterRegistry registry) {
        this.registry = registry;
        probed = Timer.builder("probe_delivery").serviceLevelObjectives(STEPS).register(registry);
    }

    /**
     * What the inboxes came to when they were last counted, of all nodes.
     *
     * @param flow   which is answerable for it
     * @param result asked at each scrape; null while nobody knows
     */
    public void conservation(String flow, Supplier<Result> result) {
        gauge("messages_pending", result, counted -> counted.tally().pending());
        gauge("conservation_sweep_seconds", result, counted -> counted.took().toMillis() / 1000.0);
        Gauge.builder("conservation_imbalance", () -> of(result, Result::imbalances)).tag("flow", flow).register(registry);
        state("numbered", result, Tally::numbered);
        state("delivered", result, Tally::delivered);
        state("expired", result, Tally::expired);
        state("dead", result, Tally::dead);
        state("withdrawn", result, Tally::withdrawn);
    }

    /** A message of this node's probe arrived. @param ms after it was accepted */
    public void probed(long ms) {
        probed.record(Math.max(0, ms), TimeUnit.MILLISECONDS);
    }

    /** @param silence for how long no message of this node's probe has arrived; asked at each scrape */
    public void probeSilence(Supplier<Duration> silence) {
        Gauge.builder("probe_silence_seconds", () -> silence.get().toMillis() / 1000.0).register(registry);
    }

    private void state(String state, Supplier<Result> result, ToDoubleFunction<Tally> count) {
        Gauge.builder("messages_counted", () -> of(result, counted -> count.applyAsDouble(counted.tally()))).tag("state", state).register(registry);
    }

    private void gauge(String name, Supplier<Result> result, ToDoubleFunction<Result> value) {
        Gauge.builder(name, () -> of(result, value)).register(registry);
    }

    private static double of(Supplier<Result> result, ToDoubleFunction<Result> value) {
        Result counted = result.get();
        return counted == null ? Double.NaN : value.applyAsDouble(counted);
    }
}
