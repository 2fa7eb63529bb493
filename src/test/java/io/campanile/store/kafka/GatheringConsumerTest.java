package io.campanile.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.SharedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** camel-kafka works a batch off when a poll gives nothing, so polls must do so in time, and nothing may be lost by it. */
class GatheringConsumerTest {

    private static final String TOPIC = "gathered";
    private static final Duration GATHER = Duration.ofMillis(200);

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    @Test
    @Timeout(20)
    void aBatchEndsThoughRecordsComeAllTheTime() throws Exception {
        KafkaTopics.ensure(KAFKA.address(), List.of(TOPIC), 1, 1);
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> write(enough));
        writer.start();
        List<String> read = new ArrayList<>();
        try (GatheringConsumer consumer = new GatheringConsumer(settings(), () -> { })) {
            consumer.subscribe(List.of(TOPIC));
            for (int batches = 0; batches < 3; ) {
                ConsumerRecords<Object, Object> records = consumer.poll(GATHER);
                records.forEach(record -> read.add((String) record.value()));
                batches += records.isEmpty() && !read.isEmpty() ? 1 : 0;
            }
        } finally {
            enough.set(true);
            writer.join();
        }

        assertThat(read).isEqualTo(IntStream.range(0, read.size()).mapToObj(String::valueOf).toList());
    }

    @Test
    @Timeout(20)
    void whileNothingWaitsAPollLastsUntilThereIsARecord() throws Exception {
        String topic = "idle";
        KafkaTopics.ensure(KAFKA.address(), List.of(topic), 1, 1);
        try (GatheringConsumer consumer = new GatheringConsumer(settings(), () -> { });
                KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", KAFKA.address()), new StringSerializer(), new StringSerializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.position(new TopicPartition(topic, 0));
            int polls = 0;
            for (long begun = System.nanoTime(); System.nanoTime() - begun < Duration.ofSeconds(1).toNanos(); polls++) {
                assertThat(consumer.poll(Duration.ofMillis(1))).isEmpty();
            }
            assertThat(polls).isLessThan(50);
            producer.send(new ProducerRecord<>(topic, "there")).get();
            assertThat(consumer.poll(Duration.ofMillis(1))).as("it is there already").hasSize(1);
        }
    }

    /** Camel may hold more than a batch when the time is over, and works that off only when another poll gives nothing. */
    @Test
    @Timeout(20)
    void afterABatchThePollThatEndsWhatIsLeftDoesNotWaitLonger() throws Exception {
        String topic = "left";
        KafkaTopics.ensure(KAFKA.address(), List.of(topic), 1, 1);
        try (GatheringConsumer consumer = new GatheringConsumer(settings(), () -> { });
                KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", KAFKA.address()), new StringSerializer(), new StringSerializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            long first = Long.MAX_VALUE;
            long second = 0;
            for (int round = 0; round < 5; round++) {
                producer.send(new ProducerRecord<>(topic, "there")).get();
                while (consumer.poll(Duration.ofMillis(1)).isEmpty()) {
                    Thread.onSpinWait();
                }
                assertThat(consumer.poll(Duration.ofMillis(1))).isEmpty();
                first = Math.min(first, emptyPoll(consumer));
                second = Math.max(second, emptyPoll(consumer));
            }
            assertThat(first).isLessThan(second);
        }
    }

    /** @return ns that it took */
    private static long emptyPoll(GatheringConsumer consumer) {
        long begun = System.nanoTime();
        assertThat(consumer.poll(Duration.ofMillis(1))).isEmpty();
        return System.nanoTime() - begun;
    }

    /** One after another, each as soon as the one before is there. */
    private static void write(AtomicBoolean enough) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", KAFKA.address()),
                new StringSerializer(), new StringSerializer())) {
            for (int i = 0; !enough.get(); i++) {
                producer.send(new ProducerRecord<>(TOPIC, String.valueOf(i)));
                producer.flush();
            }
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", KAFKA.address(), "group.id", TOPIC, "auto.offset.reset", "earliest",
                "key.deserializer", StringDeserializer.class.getName(), "value.deserializer", StringDeserializer.class.getName()));
        return settings;
    }
}
