package io.campanile.store.kafka;

import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Has all flows read through a {@link GatheringConsumer}; named in application.properties. With {@code consumersCount} camel-kafka gives
 * all consumers of a flow the same {@code group.instance.id}, so that they throw each other out of the group: here the second gets
 * it with {@code -1} behind, and so on. A name is free again once its consumer is closed. Thread-safe.
 */
public final class GatheringConsumers extends DefaultKafkaClientFactory {

    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    @Override
    public Consumer<Object, Object> getConsumer(Properties properties) {
        Object shared = properties.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        if (shared == null) {
            return new GatheringConsumer(properties, () -> { });
        }
        String own = Stream.iterate(0, number -> number + 1).map(number -> number == 0 ? shared.toString() : shared + "-" + number)
                .filter(taken::add).findFirst().orElseThrow();
        Properties ours = new Properties();
        ours.putAll(properties);
        ours.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, own);
        try {
            return new GatheringConsumer(ours, () -> taken.remove(own));
        } catch (RuntimeException e) {
            taken.remove(own);
            throw e;
        }
    }
}
