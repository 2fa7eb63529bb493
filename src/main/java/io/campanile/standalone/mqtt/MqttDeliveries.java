package io.campanile.standalone.mqtt;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The deliveries of messages to the users who are connected to the broker: each lasts as long as the connection is subscribed
 * to the topic of its messages (PROTOCOL 4). Thread-safe.
 */
final class MqttDeliveries {

    private static final AttributeKey<Listening> KEY = AttributeKey.valueOf(Listening.class.getName());

    private final Map<String, Delivery> byInstallation = new ConcurrentHashMap<>();
    private volatile Deliveries deliveries;
    private volatile Function<MqttConnection, DeliveryTarget> target;

    /** From now on there is something to deliver; to be called before users are let in. */
    void begin(Deliveries deliveries, Function<MqttConnection, DeliveryTarget> target) {
        this.target = target;
        this.deliveries = deliveries;
    }

    /** The delivery to an installation that is subscribed here. */
    Optional<Delivery> find(String userId, String clientId) {
        return Optional.ofNullable(byInstallation.get(key(userId, clientId)));
    }

    /** Somebody was let in; on the connection's event loop. */
    void connected(MqttConnection connection) {
        if (deliveries != null && !connection.principal().isDevice()) {
            listening(connection.channel()).connected(connection);
        }
    }

    /**
     * Subscriptions came or went; from any thread, in their order.
     *
     * @param change how many more there are than before
     */
    void subscribed(Channel channel, int change) {
        channel.eventLoop().execute(() -> listening(channel).subscribed(change));
    }

    /** It is gone; on the connection's event loop. */
    void gone(MqttConnection connection) {
        listening(connection.channel()).gone();
    }

    private Listening listening(Channel channel) {
        channel.attr(KEY).setIfAbsent(new Listening());
        return channel.attr(KEY).get();
    }

    private static String key(String userId, String clientId) {
        return userId + "." + clientId;
    }

    /** Whether one connection listens; belongs to its event loop. */
    private final class Listening {

        private MqttConnection connection;
        /** Of a resumed session before the connection is let in; more than one when filters overlap. */
        private int subscriptions;
        private boolean gone;
        private Delivery delivery;

        void connected(MqttConnection admitted) {
            connection = admitted;
            look();
        }

        void subscribed(int change) {
            subscriptions += change;
            look();
        }

        void gone() {
            gone = true;
            look();
        }

        private void look() {
            boolean wanted = connection != null && subscriptions > 0 && !gone;
            if (wanted && delivery == null) {
                delivery = deliveries.open(connection.principal().id(), connection.clientId(), target.apply(connection));
                byInstallation.put(key(connection.principal().id(), connection.clientId()), delivery);
            } else if (!wanted && delivery != null) {
                byInstallation.remove(key(connection.principal().id(), connection.clientId()), delivery);
                delivery.close();
                delivery = null;
            }
        }
    }
}
