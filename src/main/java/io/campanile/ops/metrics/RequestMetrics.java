package io.campanile.ops.metrics;

import io.campanile.domain.CodedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one transport: how long each service takes, how often it fails and why. What fails is also logged, with
 * the fields of CAPABILITIES 3.21. Thread-safe; never blocks.
 */
public final class RequestMetrics {

    /** A request for a service that does not exist: its name is the sender's, and so neither a label nor logged. */
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final String transport;
    private final FailureLog failureLog;
    private final Map<String, ServiceMeter> meters = new ConcurrentHashMap<>();
    private final Map<String, Counter> logins = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry, String transport, FailureLog failureLog) {
        this.registry = registry;
        this.transport = transport;
        this.failureLog = failureLog;
    }

    /** @param service one of ours by its name; null for one that does not exist */
    public void answered(String service, long nanos) {
        meter(service).answered(nanos);
    }

    /**
     * @param service one of ours by its name; null for one that does not exist
     * @param remote  the address the request came from
     */
    public void failed(String service, long nanos, String remote, CodedException failure) {
        ServiceMeter meter = meter(service);
        meter.answered(nanos);
        meter.failed(failure.code());
        failureLog.log(service == null ? UNKNOWN : service, TimeUnit.NANOSECONDS.toMillis(nanos), remote, failure);
    }

    /** Counts a login by what came of it. @param failure null when it was accepted */
    public void login(CodedException failure) {
        logins.computeIfAbsent(result(failure), result ->
                Counter.builder("logins").tag("transport", transport).tag("result", result).register(registry)).increment();
    }

    private static String result(CodedException failure) {
        if (failure == null) {
            return "accepted";
        }
        return switch (failure.code()) {
            case TOO_MANY -> "limited";
            case UNAVAILABLE, INTERNAL -> "unavailable";
            default -> "refused";
        };
    }

    private ServiceMeter meter(String service) {
        String name = service == null ? UNKNOWN : service;
        ServiceMeter meter = meters.get(name);
        return meter != null ? meter : meters.computeIfAbsent(name, created -> new ServiceMeter(registry, transport, created));
    }
}
