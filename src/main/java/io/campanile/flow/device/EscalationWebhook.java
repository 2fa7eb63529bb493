package io.campanile.flow.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.push.WebhookSignature;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the webhook of an escalated alert (Standard Webhooks 1.0). Thread-safe. */
public final class EscalationWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationWebhook.class);

    private final WebhookSignature signature;
    private final ObjectMapper json;
    private final Clock clock;

    public EscalationWebhook(WebhookSignature signature, ObjectMapper json, Clock clock) {
        this.signature = signature;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The request for one attempt. Its id is the same at every attempt, by which the receiver recognises a repeat; its time
     * is the attempt's.
     *
     * @param alert as JSON
     */
    public void sign(byte[] alert, Exchange exchange) throws IOException {
        JsonNode fields = json.readTree(alert);
        Instant now = clock.instant();
        byte[] body = body(fields, now);
        String id = "alert-" + fields.path("alert_id").asText();
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        request.setHeader("webhook-signature", signature.sign(id, now.getEpochSecond(), body));
        request.setHeader(Exchange.CONTENT_TYPE, "application/json");
        request.setHeader(Exchange.HTTP_METHOD, "POST");
        request.setBody(body);
        LOG.debug("calling the webhook for {}", id);
    }

    private byte[] body(JsonNode alert, Instant now) throws JsonProcessingException {
        ObjectNode body = json.createObjectNode();
        body.put("type", "device.alert.escalated");
        body.put("timestamp", now.toString());
        body.set("data", alert);
        return json.writeValueAsBytes(body);
    }
}
