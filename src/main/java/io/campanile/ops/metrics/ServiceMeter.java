package io.campanile.ops.metrics;

import io.campanile.domain.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What is measured of one service on one transport. Thread-safe. */
final class ServiceMeter {

    private static final Duration[] BUCKETS = {Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25),
        Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(2_500)};

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer latency;
    /** Made when first met: most services never fail in most ways. */
    private final Map<ErrorCode, Counter> failures = new ConcurrentHashMap<>();

    ServiceMeter(MeterRegistry registry, String transport, String service) {
        this.registry = registry;
        tags = Tags.of("transport", transport, "service", service);
        latency = Timer.builder("requests").tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
    }

    void answered(long nanos) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(ErrorCode code) {
        failures.computeIfAbsent(code, met -> Counter.builder("requests_failed")
                .tags(tags.and("code", String.valueOf(met.number()))).register(registry)).increment();
    }
}
