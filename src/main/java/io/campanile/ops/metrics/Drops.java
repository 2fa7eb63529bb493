package io.campanile.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that was not taken or not delivered, counted in this one place with its reason. Thread-safe; never blocks. */
public final class Drops {

    /** Why. */
    public enum Reason {
        /** Less is accepted for a while, because the node has too much to do. */
        OVERLOAD,
        /** What would need space on the disk, of which too little is left. */
        DISK_LOW,
        /** A backend that the request needs is away. */
        BACKEND_AWAY,
        /** More requests than one connection may send. */
        RATE_LIMITED,
        /** More connections than may be open, in all or from one address. */
        TOO_MANY_CONNECTIONS,
        /** A connection that was closed because its client does not read. */
        SLOW_READER
    }

    private final Map<Reason, Counter> counters;

    Drops(MeterRegistry registry) {
        counters = new EnumMap<>(Arrays.stream(Reason.values()).collect(Collectors.toMap(Function.identity(),
                reason -> Counter.builder("dropped").tag("reason", reason.name().toLowerCase(Locale.ROOT)).register(registry))));
    }

    public void count(Reason reason) {
        counters.get(reason).increment();
    }
}
