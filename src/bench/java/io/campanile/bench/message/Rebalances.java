package io.campanile.bench.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Moves the partitions of the topic of messages between the nodes: two more members join the group for a moment, take what they
 * are given, do nothing with it, and leave. Not thread-safe.
 */
final class Rebalances implements AutoCloseable {

    static final String GROUP = "message-deliver";
    static final String TOPIC = "messages";

    private static final int JOINING = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration STAY = Duration.ofMillis(300);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String servers;
    private final Admin admin;
    private final Findings findings;

    Rebalances(String servers, Findings findings) {
        this.servers = servers;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers, "default.api.timeout.ms", "5000", "request.timeout.ms", "3000"));
        this.findings = findings;
    }

    void force() {
        try {
            Map<Integer, String> before = owners();
            List<KafkaConsumer<byte[], byte[]>> members = Stream.generate(this::member).limit(JOINING).toList();
            try {
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (members.stream().anyMatch(member -> member.assignment().isEmpty()) && System.nanoTime() < deadline) {
                    members.forEach(member -> member.poll(POLL));
                }
                for (long end = System.nanoTime() + STAY.toNanos(); System.nanoTime() < end; ) {
                    members.forEach(member -> member.poll(POLL));
                }
                Map<Integer, String> during = owners();
                if (members.stream().noneMatch(member -> member.assignment().isEmpty())) {
                    findings.note("rebalances forced");
                    findings.note("partitions moved by them", during.entrySet().stream()
                            .filter(one -> !one.getValue().equals(before.get(one.getKey()))).count());
                } else {
                    findings.note("rebalances that were not over in time");
                }
            } finally {
                members.forEach(member -> member.close(Duration.ofSeconds(1)));
            }
        } catch (KafkaException | ExecutionException e) {
            findings.note("rebalances that found Kafka away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaConsumer<byte[], byte[]> member() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "3000");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, "org.apache.kafka.clients.consumer.RangeAssignor");
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        member.subscribe(List.of(TOPIC));
        return member;
    }

    /** Who has each partition: the name that a member keeps, or else the one that it was given. */
    private Map<Integer, String> owners() throws ExecutionException, InterruptedException {
        Map<Integer, String> owners = new HashMap<>();
        for (MemberDescription member : admin.describeConsumerGroups(List.of(GROUP)).describedGroups().get(GROUP).get().members()) {
            member.assignment().topicPartitions().forEach(partition -> owners.put(partition.partition(), member.groupInstanceId().orElse(member.consumerId())));
        }
        return owners;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
