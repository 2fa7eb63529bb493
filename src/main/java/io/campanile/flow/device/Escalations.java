package io.campanile.flow.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.due.Due;
import io.campanile.domain.due.DueRecords;
import io.campanile.domain.push.Push;
import io.campanile.domain.session.Households;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the alert-escalation flow. What each of them sends has an id that is a function of the alert and of whom it
 * is for, so one that is done again after a crash is recognised by who gets it. Thread-safe; they block on the database.
 */
public final class Escalations {

    /** The kind of the due records by which the webhook is called; the subject is the {@code alert_id}. */
    public static final String WEBHOOK = "alert-webhook";

    private static final Logger LOG = LoggerFactory.getLogger(Escalations.class);
    /** The service of the pushes. */
    private static final String SERVICE = "/push/device/escalation";

    private final Alerts alerts;
    private final Households households;
    private final DueRecords due;
    private final ObjectMapper json;
    private final Clock clock;

    public Escalations(Alerts alerts, Households households, DueRecords due, ObjectMapper json, Clock clock) {
        this.alerts = alerts;
        this.households = households;
        this.due = due;
        this.json = json;
        this.clock = clock;
    }

    /** Whether nobody has acknowledged the alert, and it is not over. */
    public boolean isRaised(String alertId) {
        return alerts.find(alertId).filter(found -> found.alert().state() == Alert.State.RAISED).isPresent();
    }

    /** Sets the next step, in a time such as {@code 5m}; whoever acknowledges the alert meanwhile takes it back. */
    public void next(Due present, String step, String pause) {
        due.next(present, step, clock.millis() + TimeUtils.toMilliSeconds(pause));
    }

    /** The users who live with the device of the alert, each once. */
    public List<String> residents(Due present) {
        return alerts.find(present.subject()).map(found -> List.copyOf(households.residentsOf(found.alert().sn()))).orElse(List.of());
    }

    /** The push that calls everybody of a role who is connected. */
    public byte[] callRole(Due present, String role, Exchange exchange) throws JsonProcessingException {
        return push(present, role, Map.of("where", Map.of("role", role)), exchange);
    }

    /** The push that calls a user. */
    public byte[] callUser(Due present, String userId, Exchange exchange) throws JsonProcessingException {
        return push(present, userId, Map.of("user", userId), exchange);
    }

    private byte[] push(Due present, String whom, Map<String, Object> target, Exchange exchange) throws JsonProcessingException {
        String pushId = present.subject() + '-' + present.step() + '-' + whom;
        Map<String, Object> values = alerts.find(present.subject()).map(AlertChange::alert).orElseThrow().fields();
        Push push = Push.of(Map.of("target", target, "service", SERVICE, "values", values), pushId, clock.millis());
        LOG.info("alert escalated: {} of {} to {}", present.subject(), values.get("sn"), whom);
        exchange.getMessage().setHeader(KafkaConstants.KEY, pushId);
        return json.writeValueAsBytes(push.fields());
    }

    /** Has the webhook called, apart from all other steps: it may take its time. Without an address, nobody is called. */
    public void callWebhook(Due present, String url) {
        if (!url.isBlank()) {
            due.putIfAbsent(WEBHOOK, List.of(present.subject()), "call", clock.millis());
        }
    }

    /** Makes a dead letter hold the alert, which can be sent again, in place of the due record that it came from. */
    public void letter(Exchange failed) throws JsonProcessingException {
        if (failed.getMessage().getBody() instanceof Due present) {
            failed.getMessage().setBody(describe(present, failed));
        }
    }

    /** The alert as JSON, with its id as the key. */
    public byte[] describe(Due present, Exchange exchange) throws JsonProcessingException {
        exchange.getMessage().setHeader(KafkaConstants.KEY, present.subject());
        return json.writeValueAsBytes(alerts.find(present.subject()).orElseThrow().alert().fields());
    }
}
