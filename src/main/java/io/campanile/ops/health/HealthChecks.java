package io.campanile.ops.health;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Puts what we know of our health where Camel serves it: {@code /observe/health}, {@code …/live} and {@code …/ready}. */
public final class HealthChecks {

    private HealthChecks() {
    }

    /**
     * To be called before the context starts.
     *
     * @param open         whether clients may come: not before the doors open, nor while the node drains
     * @param eventLoopLag for how long the worst event loop has done nothing that waits for it
     */
    public static void register(CamelContext camel, Readiness readiness, BooleanSupplier open, Supplier<Duration> eventLoopLag) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        readiness.names().forEach(name -> registry.register(new ReadinessCheck(readiness, name)));
        registry.register(new OpenCheck(open));
        registry.register(new LivenessCheck(eventLoopLag));
    }

    private static final class OpenCheck extends AbstractHealthCheck {

        private final BooleanSupplier open;

        OpenCheck(BooleanSupplier open) {
            super("node", "doors");
            this.open = open;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            if (open.getAsBoolean()) {
                builder.up();
            } else {
                builder.message("the node is starting, or drains before it ends").down();
            }
        }
    }
}
