package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.due.DueRecords;
import io.campanile.domain.push.WebhookSignature;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.device.DeviceAlerts;
import io.campanile.flow.device.EscalationWebhook;
import io.campanile.flow.device.Escalations;
import io.campanile.flow.due.DueComponent;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.store.sql.SqlAlerts;
import io.campanile.store.sql.SqlDueRecords;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Wires alerts: their store, what the flows call that judge and escalate them, and the timers of those flows. */
final class Alerting {

    final Alerts alerts;
    private final DueRecords due;
    private final Identity identity;
    private final Ops ops;
    private final Clock clock;
    private final WebhookSignature signature;

    Alerting(Settings settings, Backends backends, Identity identity, Ops ops, Clock clock) {
        this.identity = identity;
        this.ops = ops;
        this.clock = clock;
        signature = signature(settings, "escalation.webhook");
        alerts = new SqlAlerts(backends.database(), clock);
        due = new SqlDueRecords(backends.database(), clock);
        ops.metrics.alerts().open(() -> ops.isUp() ? alerts.open() : Double.NaN);
    }

    /**
     * By which a webhook is signed. Without an address nobody is called, and any key will do.
     *
     * @param webhook what the names of its settings begin with
     */
    static WebhookSignature signature(Settings settings, String webhook) {
        if (!settings.has(webhook + ".url")) {
            return WebhookSignature.of("whsec_" + "AAAA");
        }
        try {
            return WebhookSignature.of(settings.get(webhook + ".secret"));
        } catch (IllegalArgumentException e) {
            throw new SettingException(webhook + ".secret is not usable (" + e.getMessage() + "): set it to the secret that the receiver checks", e);
        }
    }

    void into(CamelContext camel) {
        ObjectMapper json = new ObjectMapper();
        Registry registry = camel.getRegistry();
        DeadLetters deadLetters = registry.lookupByNameAndType("deadLetters", DeadLetters.class);
        registry.bind("due", new DueComponent(due));
        Escalations escalations = new Escalations(alerts, identity.households, due, json, clock);
        registry.bind("escalations", escalations);
        registry.bind("escalationLetter", (Processor) escalations::letter);
        registry.bind("escalationWebhook", new EscalationWebhook(signature, json, clock));
        registry.bind("deviceAlerts", new DeviceAlerts(alerts, identity.devices, due, deadLetters, ops.metrics.alerts(), json, clock));
    }
}
