package io.campanile.ops.health;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The component {@code probe} of {@code /observe/health}: down while the messages of this node's probe do not arrive. */
public final class ProbeHealth extends AbstractHealthCheck {

    private final Supplier<Duration> silence;
    private final Duration patience;
    private final LongSupplier lastTook;

    private ProbeHealth(Supplier<Duration> silence, Duration patience, LongSupplier lastTook) {
        super("message", "probe");
        this.silence = silence;
        this.patience = patience;
        this.lastTook = lastTook;
    }

    /**
     * To be called before the context starts.
     *
     * @param silence  for how long nothing has arrived
     * @param patience for how long nothing may
     * @param lastTook how long the last message took, ms; less than 0 before there was one
     */
    public static void register(CamelContext camel, Supplier<Duration> silence, Duration patience, LongSupplier lastTook) {
        HealthCheckRegistry.get(camel).register(new ProbeHealth(silence, patience, lastTook));
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (lastTook.getAsLong() >= 0) {
            builder.detail("delivery_ms", lastTook.getAsLong());
        }
        if (silence.get().compareTo(patience) > 0) {
            builder.message("no message of this node's probe has arrived for " + silence.get().toSeconds() + " s").down();
        } else {
            builder.up();
        }
    }
}
