package io.campanile.standalone.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the broker itself has to say: JSON, QoS 1, durable, in the order of the calls. Never blocks the caller,
 * who may be a network thread. Thread-safe.
 */
final class BrokerPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerPublisher.class);
    private static final int QOS_1 = 1;

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

    /** Waits up to 5 s until what was published is on its way. */
    void flush() {
        inOrder.flush(5, TimeUnit.SECONDS);
    }

    private void route(String topic, byte[] payload) {
        server.getStorageManager().setContext(writes);
        try {
            String address = MQTTUtil.getCoreAddressFromMqttTopic(
                    topic, server.getConfiguration().getWildcardConfiguration());
            Message message = new CoreMessage(server.getStorageManager().generateID(), payload.length + 64)
                    .setType(Message.BYTES_TYPE)
                    .setAddress(address)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(true)
                    .putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, QOS_1)
                    .putBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY, false);
            message.toCore().getBodyBuffer().writeBytes(payload);
            server.getPostOffice().route(message, false);
        } catch (Exception e) {
            LOG.error("Could not publish on {}: its readers learn of it from broker/started at the latest", topic, e);
        } finally {
            server.getStorageManager().clearContext();
        }
    }
}
