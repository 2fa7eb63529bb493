package io.campanile.ops.health;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Census;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The component {@code conservation} of {@code /observe/health}: down while an inbox does not add up, with its user. The node is
 * as live and as ready as before.
 */
public final class ConservationHealth extends AbstractHealthCheck {

    private final Census census;

    private ConservationHealth(Census census) {
        super("message", "conservation");
        this.census = census;
    }

    /** To be called before the context starts. */
    public static void register(CamelContext camel, Census census) {
        HealthCheckRegistry.get(camel).register(new ConservationHealth(census));
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
        try {
            Census.Result result = census.result();
            if (result.imbalances() == 0) {
                builder.up();
            } else {
                builder.message(result.imbalances() + " inboxes of flow " + Census.FLOW + " do not add up: " + result.first().stream()
                        .map(imbalance -> imbalance.userId() + " (" + imbalance.what() + ")").collect(Collectors.joining(", "))).down();
            }
        } catch (CodedException e) {
            builder.message("cannot be told now: " + e.getMessage()).unknown();
        }
    }
}
