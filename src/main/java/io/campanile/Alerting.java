package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.due.DueRecords;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.device.DeviceAlerts;
import io.campanile.flow.due.DueComponent;
import io.campanile.store.sql.SqlAlerts;
import io.campanile.store.sql.SqlDueRecords;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Wires alerts: their store, what the flows call that judge and escalate them, and the timers of those flows. */
final class Alerting {

    final Alerts alerts;
    private final DueRecords due;
    private final Identity identity;
    private final Ops ops;
    private final Clock clock;

    Alerting(Backends backends, Identity identity, Ops ops, Clock clock) {
        this.identity = identity;
        this.ops = ops;
        this.clock = clock;
        alerts = new SqlAlerts(backends.database(), clock);
        due = new SqlDueRecords(backends.database(), clock);
        ops.metrics.alerts().open(() -> ops.isUp() ? alerts.open() : Double.NaN);
    }

    void into(CamelContext camel) {
        Registry registry = camel.getRegistry();
        DeadLetters deadLetters = registry.lookupByNameAndType("deadLetters", DeadLetters.class);
        registry.bind("due", new DueComponent(due));
        registry.bind("deviceAlerts", new DeviceAlerts(alerts, identity.devices, due, deadLetters, ops.metrics.alerts(), new ObjectMapper(), clock));
    }
}
