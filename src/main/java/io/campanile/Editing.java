package io.campanile;

import io.campanile.ops.guard.EdgeRoutes;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.metrics.FlowMetrics;
import io.campanile.ops.reload.FlowReload;
import io.campanile.ops.reload.FlowsHealth;
import io.campanile.ops.reload.GatedDirectComponent;
import io.campanile.ops.reload.ReloadSettings;
import io.campanile.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;

/** Wires how the files under {@code routes/} are taken in, at the start and whenever they are edited. */
final class Editing {

    final FlowCheck check;
    final FlowReload reload;

    Editing(CamelContext camel, Settings settings, FlowMetrics metrics, Clock clock) throws Exception {
        GatedDirectComponent direct = new GatedDirectComponent();
        camel.getRegistry().bind("direct", direct);
        check = new FlowCheck(settings.all(), FlowBeans.TYPES, () -> EdgeRoutes.of(camel));
        reload = new FlowReload(camel, direct, ReloadSettings.from(settings), check::check, metrics, clock);
        FlowsHealth.register(camel, reload);
        camel.addService(reload);
    }

    /** Starts the flows, once the context runs. */
    void begin() {
        try {
            reload.begin();
        } catch (IOException e) {
            throw new UncheckedIOException("the flows cannot be read", e);
        }
    }

    /** No flow is swapped any more. */
    void end() {
        ServiceHelper.stopService(reload);
    }
}
