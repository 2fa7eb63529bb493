package io.campanile.standalone.mqtt;

import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushTarget;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A subscribed connection as delivery sees it: messages go on {@code users/{user_id}/{client_id}/messages} (PROTOCOL 4). What its
 * client does not take waits in the broker, at most {@code delivery.window} of them.
 */
record MqttDeliveryTarget(MqttConnection connection, BrokerPublisher broker, BiFunction<InboxMessage, Long, byte[]> payload,
        Function<Push, byte[]> frame, Clock clock) implements DeliveryTarget {

    private static final String RESET = "/push/inbox/reset";
    /** As long as a client may take to come for it that has not gone for good. */
    private static final long RESET_KEPT_MS = 60_000;

    @Override
    public void execute(Runnable work) {
        connection.execute(work);
    }

    @Override
    public void push(InboxMessage message, long prev) {
        broker.inOrder(() -> {
            // Meant for this connection: the next one of the installation has a delivery of its own
            if (connection.isOpen()) {
                broker.fromInbox(connection.messageTopic(), payload.apply(message, prev));
            }
        });
    }

    /** On the topic of pushes, as every push that is no message. */
    @Override
    public void reset(String epoch, long inboxSeq) {
        Push push = new Push(UUID.randomUUID().toString(), PushTarget.users(List.of(connection.principal().id())),
                RESET, Map.of("epoch", epoch, "inbox_seq", inboxSeq), clock.millis());
        broker.inOrder(() -> broker.toSubscriber(connection.pushTopic(), frame.apply(push), clock.millis() + RESET_KEPT_MS));
    }

    @Override
    public void unconfirmed() {
        connection.unconfirmed();
    }
}
