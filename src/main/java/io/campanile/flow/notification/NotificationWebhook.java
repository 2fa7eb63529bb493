package io.campanile.flow.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.push.WebhookSignature;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the webhook of a push notification (Standard Webhooks 1.0, PROTOCOL 11): for whom, to which of their installations,
 * and what it is about. Thread-safe.
 */
public final class NotificationWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationWebhook.class);

    private final WebhookSignature signature;
    private final ObjectMapper json;
    private final Clock clock;

    public NotificationWebhook(WebhookSignature signature, ObjectMapper json, Clock clock) {
        this.signature = signature;
        this.json = json;
        this.clock = clock;
    }

    /** The request for one attempt. Its id is the same at every attempt; its time is the attempt's. */
    public void sign(VendorNotice notice, Exchange exchange) throws JsonProcessingException {
        Instant now = clock.instant();
        byte[] body = body(notice, now);
        org.apache.camel.Message request = exchange.getMessage();
        // Camel counts the attempts in one of its own, which do not go out
        request.removeHeaders("*", "Camel*");
        request.setHeader("webhook-id", notice.noticeId());
        request.setHeader("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        request.setHeader("webhook-signature", signature.sign(notice.noticeId(), now.getEpochSecond(), body));
        request.setHeader(Exchange.CONTENT_TYPE, "application/json");
        request.setHeader(Exchange.HTTP_METHOD, "POST");
        request.setBody(body);
        LOG.debug("calling the webhook for {}", notice);
    }

    private byte[] body(VendorNotice notice, Instant now) throws JsonProcessingException {
        ObjectNode body = json.createObjectNode();
        body.put("type", notice.type()).put("timestamp", now.toString()).put("user_id", notice.userId());
        ArrayNode installations = body.putArray("installations");
        notice.installations().forEach(installation -> installations.addObject()
                .put("client_id", installation.clientId()).put("token", installation.token()));
        notice.says().forEach(body::putPOJO);
        return json.writeValueAsBytes(body);
    }
}
