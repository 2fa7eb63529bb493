package io.campanile.store.kafka;

import io.campanile.settings.SettingException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics by which flows meet, where they are not there yet. */
public final class KafkaTopics {

    private static final int PATIENCE = 20;

    private KafkaTopics() {
    }

    /**
     * @param replicationFactor with 3 or more, two copies must have a record before it is confirmed (PROTOCOL 1, Durable)
     * @throws SettingException when Kafka is not there within 20 s
     */
    public static void ensure(String bootstrapServers, Collection<String> names, int partitions, int replicationFactor) {
        ensure(bootstrapServers, names, partitions, replicationFactor, Map.of());
    }

    /** @param special what differs from the broker's own settings of a topic */
    public static void ensure(String bootstrapServers, Collection<String> names, int partitions, int replicationFactor,
                              Map<String, String> special) {
        Map<String, String> configs = new HashMap<>(special);
        if (replicationFactor >= 3) {
            configs.put("min.insync.replicas", "2");
        }
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE * 500,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE * 1000))) {
            Set<String> present = admin.listTopics().names().get(PATIENCE, TimeUnit.SECONDS);
            List<NewTopic> missing = names.stream().filter(name -> !present.contains(name))
                    .map(name -> new NewTopic(name, partitions, (short) replicationFactor).configs(configs)).toList();
            admin.createTopics(missing).all().get(PATIENCE, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new SettingException("Kafka at " + bootstrapServers + " is not there (" + e.getMessage()
                        + "): start it, or correct kafka.bootstrap-servers", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SettingException("interrupted while waiting for Kafka", e);
        }
    }
}
