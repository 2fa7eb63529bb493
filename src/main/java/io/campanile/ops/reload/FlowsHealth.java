package io.campanile.ops.reload;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The component {@code flows} of {@code /observe/health} (PROTOCOL 11): down while a file is not what runs. The node is
 * as live and as ready as before, since the good version runs on.
 */
public final class FlowsHealth extends AbstractHealthCheck {

    private final FlowReload reload;

    private FlowsHealth(FlowReload reload) {
        super("flow", "flows");
        this.reload = reload;
    }

    /** To be called before the context starts. */
    public static void register(CamelContext camel, FlowReload reload) {
        HealthCheckRegistry.get(camel).register(new FlowsHealth(reload));
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
        List<FlowState> wrong = reload.flows().stream().filter(flow -> flow.error() != null).toList();
        if (wrong.isEmpty()) {
            builder.up();
            return;
        }
        wrong.forEach(flow -> builder.detail(flow.file(), "line " + flow.error().line() + ": " + flow.error().reason()));
        builder.message(wrong.size() + " of the flow files are not what runs, " + wrong.get(0).file() + " line "
                + wrong.get(0).error().line() + ": " + wrong.get(0).error().reason()).down();
    }
}
