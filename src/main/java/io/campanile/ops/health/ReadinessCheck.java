package io.campanile.ops.health;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One dependency as a component of {@code /observe/health/ready}: a restart of this process would not bring it back. */
final class ReadinessCheck extends AbstractHealthCheck {

    private final Readiness readiness;
    private final String name;

    ReadinessCheck(Readiness readiness, String name) {
        super("backend", name);
        this.readiness = readiness;
        this.name = name;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<Outage> outage = readiness.outage(name);
        if (outage.isPresent()) {
            builder.message(outage.get().describe()).detail("since", outage.get().since().toString()).down();
        } else {
            builder.up();
        }
    }
}
