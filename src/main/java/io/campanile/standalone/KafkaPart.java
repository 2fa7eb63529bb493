package io.campanile.standalone;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker that is its own KRaft controller. Not thread-safe. */
final class KafkaPart implements Part {

    private static final String CONTROLLER = "CONTROLLER";

    private final Path directory;
    private final int port;
    private String address;
    private KafkaRaftServer server;

    /** @param port 0 takes a free one */
    KafkaPart(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public String setting() {
        return "kafka.bootstrap-servers";
    }

    @Override
    public String start() throws Exception {
        Files.createDirectories(directory);
        int broker = Ports.claim("kafka.port", port);
        int controller = Ports.claim("kafka.port", 0);
        format();
        server = new KafkaRaftServer(new KafkaConfig(configuration(broker, controller)), Time.SYSTEM);
        server.startup();
        address = "127.0.0.1:" + broker;
        return address;
    }

    /** Once in the life of the directory: formatting again would ask for the cluster id that the first time made. */
    private void format() throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(CONTROLLER)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    private Map<String, String> configuration(int broker, int controller) {
        return Map.ofEntries(
                Map.entry("node.id", "1"),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + broker + "," + CONTROLLER + "://127.0.0.1:" + controller),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + broker),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("log.dir", directory.toString()),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("auto.create.topics.enable", "false"),
                // A route that was edited, and a node that came back, get their partitions at once
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // After kill -9 the controller must forget our last life quickly: the defaults hold the start up by 9 s
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                // Small where the defaults are made for a machine of its own
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("log.cleaner.io.buffer.size", "65536"),
                // Kafka forces one to the disk when the next begins: with 64 MB all else that writes waited for up to 90 ms
                Map.entry("log.segment.bytes", "16777216"),
                Map.entry("log.retention.hours", "168"));
    }

    @Override
    public String reached() {
        return address;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
