package io.campanile.ops.metrics;

import io.campanile.domain.push.PushMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** {@link PushMetrics} as Prometheus reads them. */
final class PushMeters implements PushMetrics {

    /** 0.001 s, doubling, ten of them (CAPABILITIES 3.20). */
    private static final Duration[] BUCKETS = IntStream.range(0, 10).mapToObj(i -> Duration.ofMillis(1L << i)).toArray(Duration[]::new);
    /** Senders may name services as they like; a label must not grow with them. */
    private static final int MOST_SERVICES = 200;
    private static final String OTHER = "other";

    private record Sent(Counter frames, Timer latency) {
    }

    private record Failure(String service, String errorType) {
    }

    private final MeterRegistry registry;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<Failure, Counter> failed = new ConcurrentHashMap<>();

    PushMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void sent(String service, long frames, long latencyNanos) {
        Sent meters = sent(service);
        meters.frames().increment(frames);
        meters.latency().record(latencyNanos, TimeUnit.NANOSECONDS);
    }

    private Sent sent(String service) {
        Sent known = sent.get(service);
        if (known != null) {
            return known;
        }
        return sent.computeIfAbsent(sent.size() < MOST_SERVICES ? service : OTHER, name -> new Sent(
                Counter.builder("push_success").tag("service", name).register(registry),
                Timer.builder("push_latency").tag("service", name).serviceLevelObjectives(BUCKETS).register(registry)));
    }

    @Override
    public void failed(String service, String errorType, long frames) {
        String label = sent.containsKey(service) || failed.size() < MOST_SERVICES ? service : OTHER;
        failed.computeIfAbsent(new Failure(label, errorType), failure -> Counter.builder("push_failure")
                .tag("service", failure.service()).tag("error_type", failure.errorType()).register(registry)).increment(frames);
    }
}
