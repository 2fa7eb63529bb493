package io.campanile;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.edge.mqtt.MqttPing;
import io.campanile.ops.health.Dependency;
import io.campanile.settings.Settings;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/** How each backend is asked whether it is there; each question is answered or given up within some seconds. */
final class Probes implements AutoCloseable {

    static final String DATABASE = "database";
    static final String KAFKA = "Kafka";

    private static final int PATIENCE_S = 3;

    private final Settings settings;
    private final Backends backends;
    private final MqttPing broker;
    private final Admin kafka;

    Probes(Settings settings, Backends backends, MqttPing broker) {
        this.settings = settings;
        this.backends = backends;
        this.broker = broker;
        this.kafka = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get("kafka.bootstrap-servers"),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000));
    }

    List<Dependency> dependencies() {
        return List.of(
                new Dependency(DATABASE, "start it; sign-in and reads are answered 503, reports wait in Kafka meanwhile", this::database),
                new Dependency(KAFKA, "start it, or enough of its brokers; what devices report waits at the MQTT broker meanwhile", this::kafka),
                new Dependency("Redis", "start it; one-time tokens and signing out are answered 503 meanwhile", this::redis),
                new Dependency("ZooKeeper", "start it; no node takes what devices report until one can be chosen", this::zooKeeper),
                new Dependency("MQTT broker", "start it; devices keep what they report until it is there", broker::ask));
    }

    private void database() throws SQLException {
        HikariDataSource database = backends.database();
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(PATIENCE_S)) {
                database.evictConnection(connection);
                throw new SQLException("a connection is no longer valid");
            }
        }
    }

    /** As many brokers as must have a record before it counts (PROTOCOL 1, Durable). */
    private void kafka() throws Exception {
        int needed = settings.number("kafka.replication-factor") >= 3 ? 2 : 1;
        int present = kafka.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_S * 1000))
                .nodes().get(PATIENCE_S + 1L, TimeUnit.SECONDS).size();
        if (present < needed) {
            throw new IOException(present + " of at least " + needed + " brokers are there");
        }
    }

    private void redis() throws Exception {
        StatefulRedisConnection<String, String> redis = backends.redis();
        redis.async().ping().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private void zooKeeper() throws IOException {
        if (!backends.zooKeeper().getZookeeperClient().isConnected()) {
            throw new IOException("no connection to " + settings.get("zookeeper.connect"));
        }
    }

    @Override
    public void close() throws MqttException {
        kafka.close(java.time.Duration.ZERO);
        broker.close();
    }
}
