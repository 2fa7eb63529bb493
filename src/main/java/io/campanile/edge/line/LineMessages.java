package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Pull;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.domain.session.ServiceRequests.ServiceRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Messages by lines (PROTOCOL 10). Called on the connection's event loop. */
public final class LineMessages {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final ServiceRequests send;
    private final ServiceRequests ack;
    private final Inboxes inboxes;
    private final Deliveries deliveries;
    private final Workers workers;

    /**
     * @param send must keep the order of the calls
     * @param ack  confirms what was pulled, and may not have been pushed yet
     */
    public LineMessages(Vertx vertx, ServiceRequests send, ServiceRequests ack, Inboxes inboxes, Deliveries deliveries) {
        this.send = send;
        this.ack = ack;
        this.inboxes = inboxes;
        this.deliveries = deliveries;
        this.workers = new Workers(vertx);
    }

    /** Who has logged in gets what they have not confirmed. */
    void begin(LineConnection connection) {
        LineInbox inbox = connection.inbox();
        if (inbox.delivery() == null) {
            inbox.begin(deliveries.open(connection.principal().id(), connection.clientId(), inbox));
        }
    }

    Future<String> chat(LineConnection connection, List<String> arguments) {
        return send(connection, "to", arguments);
    }

    Future<String> groupChat(LineConnection connection, List<String> arguments) {
        return send(connection, "room_id", arguments);
    }

    private Future<String> send(LineConnection connection, String to, List<String> arguments) {
        return ask(send, connection, Map.of(to, arguments.get(0), "type", "text", "content", LineText.unescape(arguments.get(1))))
                .map(answer -> String.valueOf(answer.get("msg_id")));
    }

    /** The answer comes first, then the messages, then {@code end_pull} with how many those were. */
    Future<String> pull(LineConnection connection, List<String> none) {
        String userId = connection.principal().id();
        String clientId = connection.clientId();
        return workers.run(() -> inboxes.read(userId, inboxes.resume(userId, clientId).confirmed(), Pull.LARGEST))
                .map(page -> {
                    connection.afterAnswer(() -> tell(connection, page));
                    return "";
                });
    }

    private static void tell(LineConnection connection, Page page) {
        page.messages().forEach(message -> connection.send(MessageLine.of(message)));
        connection.send("end_pull:" + page.messages().size());
        connection.inbox().pulled(page.epoch(), page.next());
    }

    Future<String> ack(LineConnection connection, List<String> arguments) {
        if (!NUMBER.matcher(arguments.get(0)).matches()) {
            return Future.failedFuture(CodedException.invalid("inbox_seq", "must be a whole number from 0"));
        }
        long inboxSeq = Long.parseLong(arguments.get(0));
        LineInbox inbox = connection.inbox();
        if (inbox.epoch() != null) {
            return confirm(connection, inbox.epoch(), inboxSeq);
        }
        String userId = connection.principal().id();
        return workers.run(() -> inboxes.resume(userId, connection.clientId()).epoch())
                .compose(epoch -> confirm(connection, epoch, inboxSeq));
    }

    private Future<String> confirm(LineConnection connection, String epoch, long inboxSeq) {
        LineInbox inbox = connection.inbox();
        Future<?> confirmed = inboxSeq <= inbox.pulled()
                ? ask(ack, connection, Map.of("epoch", epoch, "inbox_seq", inboxSeq))
                : Future.fromCompletionStage(inbox.delivery().confirm(epoch, inboxSeq), connection.context());
        return confirmed.map("");
    }

    private static Future<Map<String, Object>> ask(ServiceRequests service, LineConnection connection, Map<String, Object> values) {
        return Future.fromCompletionStage(
                service.answer(new ServiceRequest(null, connection.principal().id(), connection.clientId(), values)), connection.context());
    }
}
