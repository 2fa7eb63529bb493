package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway keeps what it was given whatever ends it, and one that cannot start says in one line what to do. */
class StartIT {

    @TempDir
    Path directory;

    @Test
    void everythingIsThereAfterAnEndInGoodOrderAndAfterAKill() throws Exception {
        try (RunningGateway gateway = RunningGateway.first(directory, Map.of())) {
            String secret = gateway.register(gateway.token(), "sn1", "retail");
            report(gateway, secret, "r-1", 1000);
            assertThat(gateway.terminate()).isIn(0, 143);
            assertThat(gateway.output()).contains("Campanile node-1 ends").doesNotContain("Exception");

            gateway.start();
            assertReports(gateway, 1);
            report(gateway, secret, "r-2", 2000);
            gateway.kill();

            gateway.start();
            assertReports(gateway, 2);
            assertThat(gateway.output()).contains("Ending the Redis that an earlier run left behind");
        }
    }

    /** Each confirmed by the broker, and then on its own way. */
    private static void report(RunningGateway gateway, String secret, String id, long ts) throws Exception {
        try (MqttPeer device = MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", secret)) {
            assertThat(device.publish("devices/sn1/report", "{\"report_id\":\"" + id + "\",\"ts\":" + ts + "}")).isZero();
        }
    }

    private static void assertReports(RunningGateway gateway, int count) {
        String token = gateway.token();
        Awaitility.await().until(() -> gateway.read("/api/v1/devices/sn1/reports", token).path("reports").size() == count);
    }

    @Test
    @Timeout(100)
    void aBackendThatIsNotThereIsToldInOneLine() throws Exception {
        Map<String, String> backends = Map.of(
                "mqtt.broker-url", "tcp://127.0.0.1:",
                "kafka.bootstrap-servers", "127.0.0.1:",
                "redis.url", "redis://127.0.0.1:",
                "jdbc.url", "jdbc:h2:tcp://127.0.0.1:",
                "zookeeper.connect", "127.0.0.1:");
        Map<String, RunningGateway> starts = new LinkedHashMap<>();
        backends.forEach((setting, address) -> starts.put(setting, RunningGateway.launched(directory.resolve(setting),
                Map.of(setting, address + RunningGateway.freePort() + (setting.equals("jdbc.url") ? "/campanile" : "")))));
        assertRefusedEach(starts);
    }

    @Test
    void aPortInUseIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, RunningGateway> starts = new LinkedHashMap<>();
            for (String setting : new String[] {"mqtt.port", "http.port", "line.port", "management.port"}) {
                starts.put(setting, RunningGateway.launched(directory.resolve(setting),
                        Map.of(setting, String.valueOf(taken.getLocalPort()))));
            }
            assertRefusedEach(starts);
        }
    }

    @Test
    void anUnreadableFileOrDirectoryIsToldInOneLine() throws Exception {
        Path properties = directory.resolve("latin/application.properties");
        Files.createDirectories(properties.getParent());
        Files.write(properties, new byte[] {'a', '=', (byte) 0xe9, '\n'});
        Path occupied = Files.writeString(directory.resolve("occupied"), "a file where data.dir should be");
        Map<String, RunningGateway> starts = new LinkedHashMap<>();
        starts.put("application.properties", RunningGateway.launched(properties.getParent(), Map.of()));
        starts.put("data.dir", RunningGateway.launched(directory.resolve("no-data"), Map.of("data.dir", occupied.toString())));
        assertRefusedEach(starts);
    }

    private static void assertRefusedEach(Map<String, RunningGateway> starts) throws Exception {
        try {
            for (Map.Entry<String, RunningGateway> start : starts.entrySet()) {
                assertRefused(start.getValue(), start.getKey());
            }
        } finally {
            starts.values().forEach(RunningGateway::close);
        }
    }

    private static void assertRefused(RunningGateway gateway, String named) throws InterruptedException {
        assertThat(gateway.awaitExit()).as(named).isEqualTo(1);
        assertThat(gateway.output().lines().filter(line -> line.contains("Campanile does not start: "))).as(named).singleElement()
                .asString().contains(named);
        assertThat(gateway.output()).as(named).doesNotContain("\tat ").doesNotContain("Caused by");
    }
}
