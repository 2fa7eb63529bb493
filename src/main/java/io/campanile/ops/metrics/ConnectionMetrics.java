package io.campanile.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The connections of one transport, and the messages on them (CAPABILITIES 4.16 and 4.17). Thread-safe; never blocks. */
public final class ConnectionMetrics {

    private final MeterRegistry registry;
    private final String transport;
    private final Counter connects;
    private final Timer lifetime;
    private final Traffic received;
    private final Traffic sent;
    private final Map<Integer, Counter> disconnects = new ConcurrentHashMap<>();

    ConnectionMetrics(MeterRegistry registry, String transport) {
        this.registry = registry;
        this.transport = transport;
        connects = Counter.builder("connects").tag("transport", transport).register(registry);
        lifetime = Timer.builder("connection_lifetime").tag("transport", transport).register(registry);
        received = new Traffic(registry, transport, "in");
        sent = new Traffic(registry, transport, "out");
    }

    /** @param count how many are in this state, asked at each scrape */
    public void census(String state, LongSupplier count) {
        Gauge.builder("connections", count::getAsLong).tag("transport", transport).tag("state", state).register(registry);
    }

    public void opened() {
        connects.increment();
    }

    /** @param closeCode one of a few dozen; never a number that a client chose freely */
    public void closed(int closeCode, long lifetimeMs) {
        disconnects.computeIfAbsent(closeCode, code -> Counter.builder("disconnects").tag("transport", transport)
                .tag("close_code", String.valueOf(code)).register(registry)).increment();
        lifetime.record(lifetimeMs, TimeUnit.MILLISECONDS);
    }

    public void received(int bytes) {
        received.count(bytes);
    }

    public void sent(int bytes) {
        sent.count(bytes);
    }
}
