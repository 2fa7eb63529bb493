package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_MESSAGES;
import static io.campanile.domain.session.Operation.SEND_MESSAGES;
import static io.campanile.domain.session.Operation.TRACE_MESSAGES;

import io.campanile.domain.session.Sessions;
import io.campanile.flow.Headers;
import org.apache.camel.Exchange;

/** Messages and inboxes over REST (PROTOCOL 6). */
public final class MessageRoutes extends RestRoutes {

    private final MessageOperations messages;

    public MessageRoutes(Sessions sessions, RestAnswers answers, MessageOperations messages) {
        super(sessions, answers);
        this.messages = messages;
    }

    @Override
    void operations() {
        rest("/api/v1/messages").tag("Messages")
                .post().description("Send a message").to("direct:rest-message-send")
                .get("/{msg_id}/trace").description("Tell what became of a message").to("direct:rest-message-trace");
        rest("/api/v1/inbox").tag("Messages")
                .get().description("Read an inbox, confirming nothing").to("direct:rest-inbox-read")
                .post("/ack").description("Confirm messages of an inbox").to("direct:rest-inbox-ack");

        allowed(SEND_MESSAGES, "rest-message-send", MessageRoutes::sign, "direct:message-send?block=false", 202);
        allowed(TRACE_MESSAGES, "rest-message-trace", messages, "trace", 200);
        allowed(READ_MESSAGES, "rest-inbox-read", messages, "read", 200);
        allowed(READ_MESSAGES, "rest-inbox-ack", messages, "confirm", 200);
    }

    private static void sign(RestRequest request, Exchange exchange) {
        exchange.getMessage().setHeader(Headers.PRINCIPAL, request.principal());
    }
}
