package io.campanile.standalone.mqtt;

import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;

/**
 * Sees which connections are subscribed to {@code users/{user_id}/{client_id}/messages}, also by a session that was resumed.
 * What an earlier connection left unread there is removed before: its inbox delivers it anew, in order. Thread-safe.
 */
final class MessageWitness implements ActiveMQServerConsumerPlugin {

    private static final int LEVELS = 4;
    /** The ends of the filters that match a user's messages; how they begin, the topic rules see to. */
    private static final Set<String> LISTENING = Set.of("messages", "messages/#", "+", "+/#", "#");

    private final ActiveMQServer server;
    private final MqttDeliveries deliveries;
    private final Filter fromInbox;

    MessageWitness(ActiveMQServer server, MqttDeliveries deliveries) throws ActiveMQException {
        this.server = server;
        this.deliveries = deliveries;
        this.fromInbox = FilterImpl.createFilter(BrokerPublisher.FROM_INBOX + " = TRUE");
    }

    @Override
    public void beforeCreateConsumer(long consumerId, QueueBinding queue, SimpleString filter, boolean browseOnly,
            boolean supportLargeMessage) throws ActiveMQException {
        if (isListening(queue.getAddress())) {
            try {
                queue.getQueue().deleteMatchingReferences(fromInbox);
            } catch (ActiveMQException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("what was left in " + queue.getUniqueName() + " cannot be removed", e);
            }
        }
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        tell(consumer, 1);
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        tell(consumer, -1);
    }

    private void tell(ServerConsumer consumer, int change) {
        if (isListening(consumer.getQueueAddress())) {
            BrokerConsumers.channel(server, consumer).ifPresent(channel -> deliveries.subscribed(channel, change));
        }
    }

    private boolean isListening(SimpleString address) {
        String[] levels = BrokerConsumers.topic(server, address).split("/", LEVELS);
        return levels.length == LEVELS && levels[0].equals("users") && LISTENING.contains(levels[LEVELS - 1]);
    }
}
