package io.campanile.ops.metrics;

import io.campanile.domain.push.PushMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * All that the node measures, as {@code /observe/metrics} serves it; src/site/markdown/metrics.md says what each means.
 * A meter is made once and kept by whoever counts with it; whatever somebody else counts already is read at the scrape.
 */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final FailureLog failureLog;
    private final Drops drops = new Drops(registry);
    private final PushMetrics pushes = new PushMeters(registry);
    private final FlowMetrics flows = new FlowMetrics(registry);
    private final AlertMetrics alerts = new AlertMetrics(registry);
    private final CallMeters calls = new CallMeters(registry);
    private final MessageMetrics messages = new MessageMetrics(registry);

    public Metrics(Clock clock) {
        failureLog = new FailureLog(clock);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** To be bound in Camel's registry as {@code metricsRegistry}. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    public Drops drops() {
        return drops;
    }

    public PushMetrics pushes() {
        return pushes;
    }

    public FlowMetrics flows() {
        return flows;
    }

    public AlertMetrics alerts() {
        return alerts;
    }

    public CallMeters calls() {
        return calls;
    }

    public MessageMetrics messages() {
        return messages;
    }

    /** To be asked for once for each transport, such as {@code websocket}. */
    public RequestMetrics requests(String transport) {
        return new RequestMetrics(registry, transport, failureLog);
    }

    /** To be asked for once for each transport. */
    public ConnectionMetrics connections(String transport) {
        return new ConnectionMetrics(registry, transport);
    }

    public void kafkaLag(Collection<String> topics) {
        new KafkaLag().register(registry, topics);
    }

    /** The clients of the embedded broker, our own among them. */
    public void broker(DoubleSupplier connected) {
        Gauge.builder("connections", connected::getAsDouble).tag("transport", "mqtt").tag("state", "connected").register(registry);
    }

    /** The node itself, as asked at each scrape. */
    public void node(BooleanSupplier overloaded, DoubleSupplier eventLoopLagSeconds, DoubleSupplier diskFreeBytes) {
        Gauge.builder("overloaded", () -> overloaded.getAsBoolean() ? 1 : 0).register(registry);
        Gauge.builder("event_loop_lag_seconds", eventLoopLagSeconds::getAsDouble).register(registry);
        Gauge.builder("disk_free_bytes", diskFreeBytes::getAsDouble).register(registry);
    }

    public void backend(String name, BooleanSupplier up) {
        Gauge.builder("backend_up", () -> up.getAsBoolean() ? 1 : 0).tag("backend", name).register(registry);
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
