package io.campanile.flow.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Push notifications as FCM HTTP v1 wants them, and what its refusals mean. Thread-safe.
 */
public final class FcmRequests {

    private static final Logger LOG = LoggerFactory.getLogger(FcmRequests.class);
    private static final String TOKEN = "fcmAccessToken";
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int UNAUTHENTICATED = 401;

    private final FcmAccess access;
    private final Installations installations;
    private final ObjectMapper json;

    public FcmRequests(FcmAccess access, Installations installations, ObjectMapper json) {
        this.access = access;
        this.installations = installations;
        this.json = json;
    }

    /** The request for one attempt. {@code notice_id} is the same at every attempt, by which the client recognises a repeat. */
    public void prepare(VendorNotice notice, Exchange exchange) throws JsonProcessingException {
        String token = access.token();
        exchange.setProperty(TOKEN, token);
        org.apache.camel.Message request = exchange.getMessage();
        // Camel counts the attempts in one of its own, which do not go out
        request.removeHeaders("*", "Camel*");
        request.setHeader("Authorization", "Bearer " + token);
        request.setHeader(Exchange.CONTENT_TYPE, "application/json");
        request.setHeader(Exchange.HTTP_METHOD, "POST");
        request.setBody(json.writeValueAsBytes(body(notice)));
        LOG.debug("calling FCM for {}", notice);
    }

    private ObjectNode body(VendorNotice notice) {
        ObjectNode body = json.createObjectNode();
        ObjectNode message = body.putObject("message");
        message.put("token", notice.installations().get(0).token());
        if (notice.title() != null) {
            message.putObject("notification").put("title", notice.title()).put("body", notice.text());
        }
        ObjectNode data = message.putObject("data").put("notice_id", notice.noticeId()).put("user_id", notice.userId());
        notice.data().forEach(data::put);
        message.putObject("android").put("priority", "HIGH").put("collapse_key", notice.collapsed());
        message.putObject("apns").putObject("headers").put("apns-priority", "10").put("apns-collapse-id", notice.collapsed());
        return body;
    }

    /** Whether FCM knows the installation no more. 404 also means a project that does not exist: then nobody's may go. */
    public boolean isGone(Exchange exchange) {
        HttpOperationFailedException refusal = refusal(exchange);
        return refusal != null && (refusal.getStatusCode() == GONE
                || refusal.getStatusCode() == NOT_FOUND && String.valueOf(refusal.getResponseBody()).contains("UNREGISTERED"));
    }

    /** The installation is there no more. */
    public void remove(VendorNotice notice) {
        Installation installation = notice.installations().get(0);
        installations.tokenGone(installation);
        LOG.info("installation removed, FCM knows its token no more: {}/{}", installation.userId(), installation.clientId());
    }

    /** When FCM did not take our access token, the next attempt gets another one. */
    public void renewAccess(Exchange exchange) {
        HttpOperationFailedException refusal = refusal(exchange);
        if (refusal != null && refusal.getStatusCode() == UNAUTHENTICATED) {
            access.refused(exchange.getProperty(TOKEN, String.class));
        }
    }

    private static HttpOperationFailedException refusal(Exchange exchange) {
        Exception cause = exchange.getException() != null ? exchange.getException() : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return cause instanceof HttpOperationFailedException refusal ? refusal : null;
    }
}
