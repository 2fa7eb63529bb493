package io.campanile.standalone.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the broker itself has to say: JSON, QoS 1, durable, in the order of the calls. Never blocks the caller,
 * who may be a network thread. Thread-safe.
 */
final class BrokerPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerPublisher.class);
    /** The property of messages that an inbox has, too. */
    static final String FROM_INBOX = "campanileFromInbox";

    private static final int QOS_1 = 1;
    /** So many messages may wait for a client, before it counts as one that takes nothing. */
    private static final long MOST_WAITING = 1_000;

    /** What became of a message that one client was to get. */
    enum Delivery {
        QUEUED, NOT_SUBSCRIBED, TOO_SLOW, NOT_QUEUED;

        /** Such as {@code not_subscribed}. */
        String reason() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final ActiveMQServer server;
    private final ArtemisExecutor inOrder;
    /** Messages reach their queues as this context's writes complete: one context, one order. */
    private final OperationContext writes;

    BrokerPublisher(ActiveMQServer server) {
        this.server = server;
        this.inOrder = server.getExecutorFactory().getExecutor();
        this.writes = server.newOperationContext();
    }

    void publish(String topic, Consumer<ObjectNode> event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        event.accept(json);
        inOrder.execute(() -> route(topic, json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Runs work that publishes, after what was to be published before; soon, on a thread of the broker's. */
    void inOrder(Runnable work) {
        inOrder.execute(work);
    }

    /**
     * Publishes on a topic that one client may have subscribed to, {@linkplain #inOrder in order}; not kept over a restart.
     *
     * @param until when it is of no use any more, ms
     */
    Delivery toSubscriber(String topic, byte[] payload, long until) {
        return toSubscriber(topic, message(topic, payload).setExpiration(until));
    }

    /** The same for a message that lies in the client's inbox until it is confirmed. */
    Delivery fromInbox(String topic, byte[] payload) {
        return toSubscriber(topic, message(topic, payload).putBooleanProperty(FROM_INBOX, true));
    }

    private Delivery toSubscriber(String topic, Message message) {
        server.getStorageManager().setContext(writes);
        try {
            SimpleString address = SimpleString.of(address(topic));
            for (Queue queue : server.getPostOffice().listQueuesForAddress(address)) {
                if (queue.getMessageCount() >= MOST_WAITING) {
                    return Delivery.TOO_SLOW;
                }
            }
            RoutingContext reached = new RoutingContextImpl(null);
            server.getPostOffice().route(message.setDurable(false), reached, false);
            return reached.getQueueCount() == 0 ? Delivery.NOT_SUBSCRIBED : Delivery.QUEUED;
        } catch (Exception e) {
            LOG.error("Could not publish on {}", topic, e);
            return Delivery.NOT_QUEUED;
        } finally {
            server.getStorageManager().clearContext();
        }
    }

    /** Waits up to 5 s until what was published is on its way. */
    void flush() {
        inOrder.flush(5, TimeUnit.SECONDS);
    }

    private void route(String topic, byte[] payload) {
        server.getStorageManager().setContext(writes);
        try {
            server.getPostOffice().route(message(topic, payload).setDurable(true), false);
        } catch (Exception e) {
            LOG.error("Could not publish on {}: its readers learn of it from broker/started at the latest", topic, e);
        } finally {
            server.getStorageManager().clearContext();
        }
    }

    private Message message(String topic, byte[] payload) {
        Message message = new CoreMessage(server.getStorageManager().generateID(), payload.length + 64)
                .setType(Message.BYTES_TYPE)
                .setAddress(address(topic))
                .setRoutingType(RoutingType.MULTICAST)
                .putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, QOS_1)
                .putBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY, false);
        message.toCore().getBodyBuffer().writeBytes(payload);
        return message;
    }

    private String address(String topic) {
        return MQTTUtil.getCoreAddressFromMqttTopic(topic, server.getConfiguration().getWildcardConfiguration());
    }
}
