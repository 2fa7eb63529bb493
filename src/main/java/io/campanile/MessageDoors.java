package io.campanile;

import io.campanile.domain.message.Acks;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.Participation;
import io.campanile.domain.message.ReadMarks;
import io.campanile.domain.message.Traces;
import io.campanile.domain.push.Push;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.domain.session.Sessions;
import io.campanile.edge.line.LineMessages;
import io.campanile.edge.rest.ConversationOperations;
import io.campanile.edge.rest.ConversationRoutes;
import io.campanile.edge.rest.InstallationRoutes;
import io.campanile.edge.rest.MessageOperations;
import io.campanile.edge.rest.MessageRoutes;
import io.campanile.edge.rest.RestAnswers;
import io.campanile.flow.message.MessageFormat;
import io.campanile.flow.message.MessageJson;
import io.campanile.flow.message.UserMessages;
import io.campanile.standalone.mqtt.ArtemisBroker;
import io.campanile.store.sql.SqlInboxEvents;
import io.campanile.store.sql.SqlInstallations;
import io.campanile.store.sql.SqlMessageHistory;
import io.campanile.store.sql.SqlTraces;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** Wires how messages are asked for by other ways than WebSocket: REST, MQTT and lines. */
final class MessageDoors {

    /** Shared by WebSocket and REST. */
    final ReadMarks marks;
    private final Participation participation;
    final LineMessages lines;
    private final Messaging messaging;
    private final MessageHistory history;
    private final Acks acks;
    private final UserMessages overMqtt;

    MessageDoors(CamelContext camel, Messaging messaging, Backends backends, Identity identity, Gathering rooms, ArtemisBroker broker,
            Vertx vertx, Searching searching) {
        this.messaging = messaging;
        this.history = searching.of(new SqlMessageHistory(backends.database()));
        participation = rooms.participation;
        marks = new ReadMarks(history, messaging.receipts, messaging.roomReceipts, participation);
        acks = (userId, clientId, epoch, inboxSeq) -> messaging.acks().confirm(userId, clientId, epoch, inboxSeq);
        // Its one thread keeps the order of what it is given, so it may as well wait itself
        overMqtt = new UserMessages(camel, messaging.sends::isQuick, identity.accounts, acks, broker::delivery, Runnable::run);
        UserMessages overLines = new UserMessages(camel, messaging.sends::isQuick, identity.accounts, acks, (userId, clientId) -> Optional.empty(),
                work -> vertx.executeBlocking(() -> {
                    work.run();
                    return null;
                }, false));
        lines = new LineMessages(vertx, overLines::send, overLines::ack, messaging.inboxes, messaging.deliveries);
    }

    /** Lets the broker deliver to its users. */
    void overMqtt(ArtemisBroker broker, Function<Push, byte[]> frame) {
        MessageFormat format = new MessageFormat();
        broker.deliver(messaging.deliveries, (message, prev) -> format.write(MessageJson.pushed(message, prev)), frame);
    }

    /** The services that users reach over MQTT, by path. */
    Map<String, ServiceRequests> mqttServices() {
        return Map.of("/api/message/send", overMqtt::send, "/api/message/ack", overMqtt::ack);
    }

    /** Gives Camel the REST routes. */
    void into(CamelContext camel, Sessions sessions, RestAnswers answers, Backends backends, ConnectionRegistry connections, Clock clock)
            throws Exception {
        Traces traces = new SqlTraces(backends.database(), new SqlInboxEvents(backends.database()),
                userId -> !connections.page(new Owner(Principal.Kind.USER, userId), null, 1).isEmpty());
        camel.addRoutes(new MessageRoutes(sessions, answers, new MessageOperations(messaging.inboxes, acks, traces)));
        camel.addRoutes(new ConversationRoutes(sessions, answers, new ConversationOperations(history, marks, participation)));
        camel.addRoutes(new InstallationRoutes(sessions, answers, new SqlInstallations(backends.database()), clock));
    }
}
