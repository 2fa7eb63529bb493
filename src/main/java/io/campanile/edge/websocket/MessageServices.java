package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Pull;
import io.campanile.domain.message.ReadMarks;
import io.campanile.flow.Headers;
import io.campanile.flow.message.MessageJson;
import io.campanile.flow.message.MessageSends;
import io.vertx.core.Future;
import java.util.Map;

/** Sending, confirming and reading messages over a connection (PROTOCOL 5 and 6). Called on the connection's event loop. */
public final class MessageServices {

    private final MessageSends sends;
    private final Inboxes inboxes;
    private final SocketDeliveries deliveries;
    private final ReadMarks marks;

    public MessageServices(MessageSends sends, Inboxes inboxes, SocketDeliveries deliveries, ReadMarks marks) {
        this.sends = sends;
        this.inboxes = inboxes;
        this.deliveries = deliveries;
        this.marks = marks;
    }

    /** To the flow, in the order of the requests, though some have to ask first whom they are for. */
    Future<RouteRequest> send(Request request) {
        Connection connection = request.connection();
        RouteRequest route = new RouteRequest(request.values(), Map.of(Headers.PRINCIPAL, connection.principal()));
        return connection.sends().next(() -> sends.isQuick(request.values()) ? Future.succeededFuture(route)
                : connection.executeBlocking(() -> {
                    sends.prepare(request.values(), connection.principal());
                    return route;
                }));
    }

    Future<?> confirm(Request request) {
        Delivery delivery = deliveries.find(request.connection())
                .orElseThrow(() -> new CodedException(ErrorCode.UNAVAILABLE, "the connection is closing"));
        return Future.fromCompletionStage(delivery.confirm(request.text("epoch"), request.count("inbox_seq")), request.connection().loop())
                .map(confirmed -> Map.of());
    }

    Future<?> read(Request request) {
        String conversationId = request.text("conversation_id");
        long seq = request.count("seq");
        String userId = request.connection().principal().id();
        return request.connection().executeBlocking(() -> Map.of("seq", marks.read(userId, conversationId, seq)));
    }

    Future<?> pull(Request request) {
        long after = request.count("after");
        int limit = request.limit();
        String epoch = request.has("epoch") ? request.text("epoch") : null;
        String userId = request.connection().principal().id();
        return request.connection().executeBlocking(() -> MessageJson.of(Pull.of(inboxes, userId, after, limit, epoch)));
    }
}
