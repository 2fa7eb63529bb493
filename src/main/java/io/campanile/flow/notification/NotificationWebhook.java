package io.campanile.flow.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Notice;
import io.campanile.domain.push.WebhookSignature;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the webhook of a push notification (Standard Webhooks 1.0, PROTOCOL 11): for whom, to which of their installations,
 * and which messages wait. What they say is not in it: the client reads its inbox. Thread-safe.
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
    public void sign(Notice notice, Exchange exchange) throws JsonProcessingException {
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
        LOG.debug("notifying {} of {} messages by webhook, {}", notice.userId(), notice.messages().size(), notice.noticeId());
    }

    private byte[] body(Notice notice, Instant now) throws JsonProcessingException {
        ObjectNode body = json.createObjectNode();
        body.put("type", "message.waiting").put("timestamp", now.toString()).put("user_id", notice.userId());
        ArrayNode installations = body.putArray("installations");
        notice.installations().forEach(installation -> installations.addObject()
                .put("client_id", installation.clientId()).put("token", installation.token()));
        ArrayNode messages = body.putArray("messages");
        notice.messages().forEach(message -> add(messages.addObject(), message));
        return json.writeValueAsBytes(body);
    }

    private static void add(ObjectNode fields, InboxMessage waiting) {
        Message message = waiting.message();
        fields.put("msg_id", message.msgId()).put("conversation_id", message.conversationId()).put("seq", waiting.seq())
                .put("inbox_seq", waiting.inboxSeq()).put("sender_id", message.senderId()).put("type", message.type())
                .put("weight", message.weight()).put("timestamp", message.timestamp());
    }
}
