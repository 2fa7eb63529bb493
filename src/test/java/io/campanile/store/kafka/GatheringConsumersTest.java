package io.campanile.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.SharedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Consumers of one flow share its partitions, and one that comes again has its own at once. */
class GatheringConsumersTest {

    private static final String TOPIC = "shared";
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    private final GatheringConsumers consumers = new GatheringConsumers();

    @Test
    void theyShareThePartitionsInsteadOfThrowingEachOtherOut() throws Exception {
        KafkaTopics.ensure(KAFKA.address(), List.of(TOPIC), 4, 1);
        try (Consumer<Object, Object> one = open(); Consumer<Object, Object> other = open()) {
            awaitTwoEach(one, other);
            other.close();
            try (Consumer<Object, Object> again = open()) {
                assertThat(again.groupMetadata().groupInstanceId()).hasValue("node-1-1");
                awaitTwoEach(one, again);
            }
        }
        try (Consumer<Object, Object> first = open()) {
            assertThat(first.groupMetadata().groupInstanceId()).hasValue("node-1");
        }
    }

    private static void awaitTwoEach(Consumer<Object, Object> one, Consumer<Object, Object> other) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            one.poll(BRIEFLY);
            other.poll(BRIEFLY);
            return one.assignment().size() == 2 && other.assignment().size() == 2;
        });
    }

    private Consumer<Object, Object> open() {
        Properties settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", KAFKA.address(), "group.id", TOPIC, "group.instance.id", "node-1",
                "key.deserializer", StringDeserializer.class.getName(), "value.deserializer", StringDeserializer.class.getName()));
        Consumer<Object, Object> consumer = consumers.getConsumer(settings);
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }
}
