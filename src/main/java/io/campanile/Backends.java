package io.campanile;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.store.kafka.KafkaTopics;
import io.campanile.store.sql.Database;
import io.campanile.store.redis.RedisConnections;
import io.campanile.store.zookeeper.NodeRegistration;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;

/**
 * The connections to what a node stands on, embedded or external alike; each that is not there is told in one line.
 *
 * @param registration this node under its id, for as long as it lives
 */
record Backends(HikariDataSource database, RedisClient redisClient, StatefulRedisConnection<String, String> redis,
                CuratorFramework zooKeeper, NodeRegistration registration) implements AutoCloseable {

    private static final int SQL_CONNECTIONS = 8;
    private static final int ZOOKEEPER_SESSION_MS = 4_000;
    private static final int ZOOKEEPER_PATIENCE_S = 15;

    /** @throws SettingException when one of them is not there: what to do */
    static Backends open(Settings settings) {
        KafkaTopics.ensure(settings.get("kafka.bootstrap-servers"), topics(settings),
                settings.number("kafka.partitions"), settings.number("kafka.replication-factor"));
        // One partition: every node reads all of it anyway, and so pushes have one order
        KafkaTopics.ensure(settings.get("kafka.bootstrap-servers"), List.of(settings.get("room-broadcast.topic")), 1,
                settings.number("kafka.replication-factor"), Map.of("retention.ms", settings.get("room-broadcast.retention-ms")));
        KafkaTopics.ensure(settings.get("kafka.bootstrap-servers"), List.of(settings.get("push-broadcast.topic")), 1,
                settings.number("kafka.replication-factor"), Map.of("retention.ms", settings.get("push-broadcast.retention-ms")));
        KafkaTopics.ensure(settings.get("kafka.bootstrap-servers"), List.of(settings.get("message-push.topic") + '.' + settings.get("node.id")), 1,
                settings.number("kafka.replication-factor"), Map.of("retention.ms", settings.get("message-push.retention-ms")));
        KafkaTopics.ensure(settings.get("kafka.bootstrap-servers"), List.of(settings.get("user-presence.topic")),
                settings.number("kafka.partitions"), settings.number("kafka.replication-factor"),
                Map.of("retention.ms", settings.get("user-presence.retention-ms")));
        HikariDataSource database = Database.open(settings.get("jdbc.url"), settings.get("jdbc.username"),
                settings.get("jdbc.password"), SQL_CONNECTIONS);
        RedisClient redisClient = RedisConnections.client(settings.get("redis.url"));
        StatefulRedisConnection<String, String> redis = connect(redisClient, settings);
        CuratorFramework zooKeeper = connectZooKeeper(settings);
        return new Backends(database, redisClient, redis, zooKeeper,
                NodeRegistration.register(zooKeeper, settings.get("node.id"), settings.directory("data.dir")));
    }

    /** Where flows meet. */
    static List<String> topics(Settings settings) {
        return List.of(settings.get("device-report.topic"), settings.get("push-reliable.topic"), settings.get("device-presence.topic"),
                settings.get("device-changes.topic"), settings.get("device-command.topic"), settings.get("device-status.topic"),
                settings.get("system-message.topic"), settings.get("message.topic"), settings.get("message-ingress.topic"),
                settings.get("call-tell.topic"), settings.get("dead-letter.topic"));
    }

    private static StatefulRedisConnection<String, String> connect(RedisClient client, Settings settings) {
        try {
            return client.connect();
        } catch (RedisException e) {
            throw new SettingException("Redis at " + settings.get("redis.url") + " is not there: start it, or correct redis.url", e);
        }
    }

    private static CuratorFramework connectZooKeeper(Settings settings) {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(settings.get("zookeeper.connect"))
                .sessionTimeoutMs(ZOOKEEPER_SESSION_MS)
                .connectionTimeoutMs(ZOOKEEPER_SESSION_MS)
                .retryPolicy(new RetryForever(500))
                .build();
        client.start();
        try {
            if (client.blockUntilConnected(ZOOKEEPER_PATIENCE_S, TimeUnit.SECONDS)) {
                return client;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        throw new SettingException("ZooKeeper at " + settings.get("zookeeper.connect") + " is not there: start it, or correct zookeeper.connect");
    }

    @Override
    public void close() throws IOException {
        registration.close();
        zooKeeper.close();
        redisClient.shutdown();
        redisClient.getResources().shutdown();
        database.close();
    }
}
