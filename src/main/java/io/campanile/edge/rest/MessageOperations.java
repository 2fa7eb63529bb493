package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_MESSAGES;
import static io.campanile.domain.session.Operation.TRACE_MESSAGES;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.message.Acks;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Pull;
import io.campanile.domain.message.Trace;
import io.campanile.domain.message.Traces;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Reach;
import io.campanile.flow.message.MessageJson;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** The operations on inboxes and traces (PROTOCOL 6), called by the routes of {@link MessageRoutes}. Thread-safe; they block. */
public final class MessageOperations {

    private final Inboxes inboxes;
    private final Acks acks;
    private final Traces traces;

    public MessageOperations(Inboxes inboxes, Acks acks, Traces traces) {
        this.inboxes = inboxes;
        this.acks = acks;
        this.traces = traces;
    }

    public Map<String, Object> read(RestRequest request) {
        return MessageJson.of(Pull.of(inboxes, request.onBehalfOf(READ_MESSAGES), request.sequence("after", 0), request.limit(),
                request.text("epoch")));
    }

    public Map<String, Object> confirm(RestRequest request) {
        Fields fields = request.fields();
        String clientId = Ids.require("client_id", fields.text("client_id"));
        try {
            acks.confirm(request.onBehalfOf(READ_MESSAGES), clientId, fields.text("epoch"), fields.sequence("inbox_seq"))
                    .toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CodedException refusal ? refusal : e;
        }
        return Map.of();
    }

    public Map<String, Object> trace(RestRequest request) {
        String msgId = request.path().get("msg_id");
        Trace trace = traces.find(msgId).orElseThrow(() -> CodedException.notFound("message: " + msgId));
        if (Access.reach(request.principal(), TRACE_MESSAGES) != Reach.ALL && !trace.concerns(request.principal().id())) {
            throw new CodedException(ErrorCode.FORBIDDEN, "msg_id: " + msgId + " is neither from you nor for you");
        }
        return trace.fields();
    }
}
