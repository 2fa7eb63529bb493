package io.campanile.store.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer groups with static members (KIP-345): one that stops keeps its partitions until its session times out, which
 * is what an edited flow wants, but not a node that ends for good.
 */
public final class KafkaGroups {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaGroups.class);
    private static final int PATIENCE_MS = 2_000;

    private KafkaGroups() {
    }

    /**
     * Lets the other members have at once what these have read, which must have stopped. Waits 2 s at most; while Kafka is
     * away the sessions end by themselves.
     *
     * @param members group id to group instance id
     */
    public static void leave(String bootstrapServers, Map<String, String> members) {
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS));
        try {
            KafkaFuture.allOf(members.entrySet().stream()
                    .map(member -> admin.removeMembersFromConsumerGroup(member.getKey(), new RemoveMembersFromConsumerGroupOptions(
                            List.of(new MemberToRemove(member.getValue())))).all())
                    .toArray(KafkaFuture[]::new)).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not all groups could be left, others take over once the sessions have timed out: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
