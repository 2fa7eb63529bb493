package io.campanile;

import io.campanile.domain.message.Acks;
import io.campanile.domain.push.Push;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.edge.line.LineMessages;
import io.campanile.flow.message.MessageFormat;
import io.campanile.flow.message.MessageJson;
import io.campanile.flow.message.UserMessages;
import io.campanile.standalone.mqtt.ArtemisBroker;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** Wires how messages are asked for by other ways than WebSocket: MQTT and lines. */
final class MessageDoors {

    final LineMessages lines;
    private final Messaging messaging;
    private final Acks acks;
    private final UserMessages overMqtt;

    MessageDoors(CamelContext camel, Messaging messaging, Identity identity, ArtemisBroker broker, Vertx vertx) {
        this.messaging = messaging;
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
}
