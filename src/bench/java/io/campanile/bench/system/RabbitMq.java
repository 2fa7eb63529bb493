package io.campanile.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's RabbitMQ with its MQTT plugin, which speaks MQTT 3.1.1: durable queues, confirmed once they are on the disk. */
public record RabbitMq(Child process, Child epmd, int port) implements Subject {

    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Path MQTT = Path.of("/usr/lib/rabbitmq/lib");
    private static final String PACKAGES = "rabbitmq-server";
    private static final Duration READY = Duration.ofSeconds(60);

    /** @throws NotInstalledException when it is not there */
    public static RabbitMq start(Path directory) throws IOException, InterruptedException {
        if (!Files.isExecutable(SERVER) || !Files.isDirectory(MQTT)) {
            throw new NotInstalledException(SERVER + " is not there (apt-get install " + PACKAGES + ")");
        }
        Path home = directory.toAbsolutePath();
        int port = FreePorts.one();
        Files.writeString(home.resolve("enabled_plugins"), "[rabbitmq_mqtt].");
        Files.writeString(home.resolve("rabbitmq.conf"), """
                listeners.tcp.default = 127.0.0.1:%d
                mqtt.listeners.tcp.default = 127.0.0.1:%d
                mqtt.tcp_listen_options.backlog = 4096
                mqtt.allow_anonymous = true
                mqtt.prefetch = 128
                """.formatted(FreePorts.one(), port));
        String names = String.valueOf(FreePorts.one());
        // Erlang would start one that outlives everybody, for all of the machine
        Child epmd = Child.start("epmd", home.resolve("epmd.out"), Map.of(),
                List.of(Programs.require("epmd", PACKAGES), "-address", "127.0.0.1", "-port", names));
        Child process = Child.start("RabbitMQ", home.resolve("rabbitmq.out"), Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("ERL_EPMD_PORT", names),
                Map.entry("RABBITMQ_NODENAME", "bench@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", String.valueOf(FreePorts.one())),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("none").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_FEATURE_FLAGS_FILE", home.resolve("feature_flags").toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", home.toString()),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry("RABBITMQ_PID_FILE", home.resolve("pid").toString())), List.of(SERVER.toString()));
        try {
            Programs.awaitPort(process, port, READY);
        } catch (IllegalStateException e) {
            epmd.close();
            throw e;
        }
        return new RabbitMq(process, epmd, port);
    }

    @Override
    public String name() {
        return "RabbitMQ";
    }

    @Override
    public void close() {
        process.close();
        epmd.close();
    }
}
