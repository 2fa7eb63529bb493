package io.campanile.bench.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kills a node between numbering messages and committing their offset: its flow is edited to wait there, and once a message has
 * been pushed whose record lies behind the committed offset of a partition of that node, it is killed.
 */
final class BeforeCommit {

    private static final String FILE = "message-deliver.camel.yaml";
    private static final String COMMIT = "        - bean:\n            id: message-deliver-commit\n";
    private static final String WAIT = "        - delay: {id: message-deliver-wait, description: Wait, expression: {constant: {expression: \"30000\"}}}\n";
    private static final long PATIENCE_MS = 30_000;
    private static final long POLL_MS = 100;

    private final Node node;
    private final String nodeId;
    private final String servers;
    private final String admin;
    private final Predicate<String> isPushed;
    /** What the node was last known to have: while members come and go, nobody says who has what. */
    private Set<TopicPartition> own = Set.of();

    /**
     * @param servers  Kafka's, on another node
     * @param admin    a token
     * @param isPushed by its msg_id
     */
    BeforeCommit(Node node, String nodeId, String servers, String admin, Predicate<String> isPushed) {
        this.node = node;
        this.nodeId = nodeId;
        this.servers = servers;
        this.admin = admin;
        this.isPushed = isPushed;
    }

    /** @return whether it was killed just then; the file is as it was, and the node is not running */
    boolean kill() throws Exception {
        Path file = node.routes().resolve(FILE);
        String shipped = Files.readString(file);
        if (!shipped.contains(COMMIT)) {
            throw new IllegalStateException(FILE + " has no step before which to wait");
        }
        JsonNode version = flow().path("version");
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers));
                KafkaConsumer<byte[], byte[]> reader = reader()) {
            await("what the node has of the partitions", () -> !partitions(kafka).isEmpty());
            save(file, shipped.replace(COMMIT, WAIT + COMMIT));
            await("the edit", () -> !flow().path("version").equals(version) && !flow().has("error"));
            boolean found = false;
            for (long end = System.currentTimeMillis() + PATIENCE_MS; !found && System.currentTimeMillis() < end; ) {
                ConsumerRecord<byte[], byte[]> numbered = numbered(kafka, reader);
                if (numbered != null) {
                    node.kill();
                    OffsetAndMetadata committed = committed(kafka).get(new TopicPartition(Rebalances.TOPIC, numbered.partition()));
                    found = committed == null || committed.offset() <= numbered.offset();
                    if (!found) {
                        node.restart();
                    }
                } else {
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                }
            }
            if (!found) {
                node.kill();
            }
            return found;
        } finally {
            save(file, shipped);
        }
    }

    private static void save(Path file, String text) throws IOException {
        Files.move(Files.writeString(file.resolveSibling(".written"), text), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private JsonNode flow() throws IOException, InterruptedException {
        for (JsonNode flow : node.get("/api/v1/flows", admin).path("flows")) {
            if (flow.path("file").asText().endsWith(FILE)) {
                return flow;
            }
        }
        throw new IOException("no flow of the file " + FILE + " is listed");
    }

    private interface Question {
        boolean isYes() throws Exception;
    }

    private static void await(String what, Question question) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (!question.isYes()) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException(what + " was not there within " + PATIENCE_MS + " ms");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", servers);
        properties.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @return a record that is pushed, and not committed, of a partition that the node has; null when there is none */
    private ConsumerRecord<byte[], byte[]> numbered(Admin kafka, KafkaConsumer<byte[], byte[]> reader) throws Exception {
        Set<TopicPartition> present = partitions(kafka);
        own = present.isEmpty() ? own : present;
        if (own.isEmpty()) {
            return null;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(kafka);
        reader.assign(own);
        own.forEach(partition -> reader.seek(partition, committed.containsKey(partition) ? committed.get(partition).offset() : 0));
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(POLL_MS))) {
            if (isPushed.test(Line.JSON.readTree(record.value()).path("msg_id").asText())) {
                return record;
            }
        }
        return null;
    }

    private Set<TopicPartition> partitions(Admin kafka) throws ExecutionException, InterruptedException {
        return kafka.describeConsumerGroups(List.of(Rebalances.GROUP)).describedGroups().get(Rebalances.GROUP).get().members().stream()
                .filter(member -> member.groupInstanceId().orElse("").endsWith(nodeId)).findFirst()
                .map(MemberDescription::assignment).map(assignment -> Set.copyOf(assignment.topicPartitions())).orElse(Set.of());
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin kafka) throws ExecutionException, InterruptedException {
        return new HashMap<>(kafka.listConsumerGroupOffsets(Rebalances.GROUP).partitionsToOffsetAndMetadata().get());
    }
}
