package io.campanile.standalone.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Tells who listens to commands and who has one, which an MQTT publisher cannot know: on
 * {@code broker-commands/{sn}/listening} {@code {"connection_id"}} when a device's connection subscribes to its
 * {@code devices/{sn}/commands}, also by resuming a session, and on {@code broker-commands/{sn}/confirmed}
 * {@code {"command_id"}} when the device has confirmed one, which names itself by its Correlation Data. Thread-safe.
 */
final class CommandWitness implements ActiveMQServerConsumerPlugin, ActiveMQServerMessagePlugin {

    private static final String DEVICES = "devices";
    private static final String COMMANDS = "commands";
    /** The ends of the filters that match a device's commands; how they begin, the topic rules see to. */
    private static final Set<String> LISTENING = Set.of(COMMANDS, COMMANDS + "/#", "+", "+/#", "#");

    private final ActiveMQServer server;
    private final BrokerPublisher publisher;

    CommandWitness(ActiveMQServer server, BrokerPublisher publisher) {
        this.server = server;
        this.publisher = publisher;
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        String[] levels = BrokerConsumers.topic(server, consumer.getQueueAddress().toString()).split("/", 3);
        if (levels.length != 3 || !levels[0].equals(DEVICES) || !LISTENING.contains(levels[2])) {
            return;
        }
        BrokerConsumers.channel(server, consumer).map(channel -> channel.attr(ConnectionGuard.KEY).get())
                .filter(guard -> !guard.login().isGateway())
                .ifPresent(guard -> publisher.publish("broker-commands/" + levels[1] + "/listening",
                        event -> event.put("connection_id", guard.connectionId())));
    }

    @Override
    public void messageAcknowledged(Transaction tx, MessageReference reference, AckReason reason, ServerConsumer consumer) {
        if (reason != AckReason.NORMAL || consumer == null
                || !reference.getMessage().containsProperty(MQTTUtil.MQTT_CORRELATION_DATA_KEY)) {
            return;
        }
        String[] levels = BrokerConsumers.topic(server, reference.getMessage().getAddress()).split("/");
        if (levels.length == 3 && levels[0].equals(DEVICES) && levels[2].equals(COMMANDS)) {
            String commandId = new String(reference.getMessage().getBytesProperty(MQTTUtil.MQTT_CORRELATION_DATA_KEY.toString()),
                    StandardCharsets.UTF_8);
            publisher.publish("broker-commands/" + levels[1] + "/confirmed", event -> event.put("command_id", commandId));
        }
    }
}
