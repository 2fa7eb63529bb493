package io.campanile.ops.metrics;

import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallMetrics;
import io.campanile.domain.call.CallMove;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** {@link CallMetrics} as Prometheus reads them. */
public final class CallMeters implements CallMetrics {

    /** A phone should ring before the visitor wonders … */
    private static final Duration[] TO_RING = {Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(100),
        Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10)};
    /** … and people take their time, up to the ring timeout. */
    private static final Duration[] TO_ANSWER = {Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
        Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(80), Duration.ofSeconds(120)};

    private final MeterRegistry registry;
    private final Counter started;
    private final Timer toRing;
    private final Timer toAnswer;
    private final Timer duration;
    /** By end reason, of which there are a handful. */
    private final Map<String, Counter> ended = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
        started = Counter.builder("calls_started").register(registry);
        toRing = Timer.builder("call_time_to_ring").serviceLevelObjectives(TO_RING).register(registry);
        toAnswer = Timer.builder("call_time_to_answer").serviceLevelObjectives(TO_ANSWER).register(registry);
        duration = Timer.builder("call_duration").register(registry);
    }

    @Override
    public void happened(CallSession call, CallEvent event) {
        long sinceStart = event.at() - call.start().at();
        switch (event.move()) {
            case INITIATE -> started.increment();
            case RING -> {
                if (isFirstRing(call, event)) {
                    toRing.record(sinceStart, TimeUnit.MILLISECONDS);
                }
            }
            case ANSWER -> toAnswer.record(sinceStart, TimeUnit.MILLISECONDS);
            default -> { }
        }
        if (event.state() == CallState.ENDED) {
            ended(call);
        }
    }

    /** Callees who ring later kept no visitor waiting. */
    private static boolean isFirstRing(CallSession call, CallEvent event) {
        return call.events().stream().limit(event.seq() - 1L).noneMatch(before -> before.move() == CallMove.RING);
    }

    private void ended(CallSession call) {
        ended.computeIfAbsent(call.endReason().wireName(), reason -> Counter.builder("calls_ended").tag("reason", reason).register(registry)).increment();
        if (call.answeredAt() != null) {
            duration.record(call.endedAt() - call.answeredAt(), TimeUnit.MILLISECONDS);
        }
    }

    /** @param live asked at each scrape; of all nodes; NaN while nobody knows */
    public void live(DoubleSupplier live) {
        Gauge.builder("calls_live", live::getAsDouble).register(registry);
    }
}
