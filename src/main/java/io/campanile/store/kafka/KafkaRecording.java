package io.campanile.store.kafka;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.rehearsal.Recorded;
import io.campanile.ops.rehearsal.Recording;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the ends of topics with a consumer of no group, which no one else notices. Thread-safe. */
public final class KafkaRecording implements Recording {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRecording.class);
    private static final int PATIENCE_MS = 5_000;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long MAX_BYTES = 64L << 20;
    private static final Comparator<Placed> OLDEST_FIRST = Comparator.comparingLong(Placed::time)
            .thenComparing(placed -> placed.record.topic()).thenComparingInt(placed -> placed.record.partition())
            .thenComparingLong(placed -> placed.record.offset());

    private final Map<String, Object> configuration;

    public KafkaRecording(String bootstrapServers) {
        configuration = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS, ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS,
                // Else its lag would count as that of the flows
                ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of(), ConsumerConfig.AUTO_INCLUDE_JMX_REPORTER_CONFIG, false);
    }

    /** @param time of the record, or of one before it in the partition that is later: a partition keeps its order */
    private record Placed(ConsumerRecord<String, byte[]> record, long time) {
    }

    @Override
    public List<Recorded> last(Collection<String> topics, int count) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<String, List<PartitionInfo>> known = consumer.listTopics();
            List<TopicPartition> partitions = topics.stream().flatMap(topic -> known.getOrDefault(topic, List.of()).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
            return read(consumer, partitions, count).stream().sorted(OLDEST_FIRST).map(KafkaRecording::recorded).toList();
        } catch (KafkaException e) {
            LOG.warn("what the flows have read cannot be read again: {}", e.toString());
            throw away();
        }
    }

    private static Collection<Placed> read(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, int count) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, Math.max(begin.get(partition), end.get(partition) - count)));
        PriorityQueue<Placed> newest = new PriorityQueue<>(OLDEST_FIRST);
        Map<TopicPartition, Long> times = new HashMap<>();
        long bytes = 0;
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < end.get(partition)) {
                    newest.add(new Placed(record, times.merge(partition, record.timestamp(), Math::max)));
                    bytes += size(record);
                }
                while (newest.size() > count || bytes > MAX_BYTES) {
                    bytes -= size(newest.remove().record);
                }
            }
            if (System.nanoTime() > deadline) {
                throw away();
            }
        }
        return newest;
    }

    private static long size(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static Recorded recorded(Placed placed) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        placed.record.headers().forEach(header -> headers.put(header.key(), header.value()));
        return new Recorded(placed.record.topic(), placed.record.partition(), placed.record.offset(), placed.record.timestamp(),
                placed.record.key(), headers, placed.record.value());
    }

    private static CodedException away() {
        return new CodedException(ErrorCode.UNAVAILABLE, "Kafka is not available: try again");
    }
}
