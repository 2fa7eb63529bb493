package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.FreePorts;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway keeps what it was given whatever ends it, and one that cannot start says in one line what to do. */
@Tag("faults")
class StartIT {

    @TempDir
    static Path directory;
    /** Those that must not start, by what they have to name: all at once, for most of their time they wait. */
    private static final Map<String, RunningGateway> REFUSED = new LinkedHashMap<>();
    private static ServerSocket taken;

    @BeforeAll
    static void launch() throws IOException {
        Map<String, String> backends = Map.of(
                "mqtt.broker-url", "tcp://127.0.0.1:",
                "kafka.bootstrap-servers", "127.0.0.1:",
                "redis.url", "redis://127.0.0.1:",
                "jdbc.url", "jdbc:h2:tcp://127.0.0.1:",
                "zookeeper.connect", "127.0.0.1:");
        backends.forEach((setting, address) -> launch(setting, address + FreePorts.next() + (setting.equals("jdbc.url") ? "/campanile" : "")));
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        List.of("mqtt.port", "http.port", "line.port", "management.port")
                .forEach(setting -> launch(setting, String.valueOf(taken.getLocalPort())));
        launch("data.dir", Files.writeString(directory.resolve("occupied"), "a file where data.dir should be").toString());
        Path latin = Files.createDirectories(directory.resolve("latin"));
        Files.write(latin.resolve("application.properties"), new byte[] {'a', '=', (byte) 0xe9, '\n'});
        REFUSED.put("application.properties", RunningGateway.launched(latin, Map.of()));
    }

    private static void launch(String setting, String value) {
        REFUSED.put(setting, RunningGateway.launched(directory.resolve(setting), Map.of(setting, value)));
    }

    @AfterAll
    static void end() throws IOException {
        REFUSED.values().forEach(RunningGateway::close);
        taken.close();
    }

    @Test
    void everythingIsThereAfterAnEndInGoodOrderAndAfterAKill() throws Exception {
        try (RunningGateway gateway = RunningGateway.first(directory.resolve("kept"), Map.of())) {
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

    @ParameterizedTest
    @ValueSource(strings = {"mqtt.broker-url", "kafka.bootstrap-servers", "redis.url", "jdbc.url", "zookeeper.connect",
        "mqtt.port", "http.port", "line.port", "management.port", "data.dir", "application.properties"})
    @Timeout(100)
    void whatIsNotThereInUseOrUnreadableIsToldInOneLine(String named) throws Exception {
        assertRefused(REFUSED.get(named), named);
    }

    private static void assertRefused(RunningGateway gateway, String named) throws InterruptedException {
        assertThat(gateway.awaitExit()).as(named).isEqualTo(1);
        assertThat(gateway.output().lines().filter(line -> line.contains("Campanile does not start: "))).as(named).singleElement()
                .asString().contains(named);
        assertThat(gateway.output()).as(named).doesNotContain("\tat ").doesNotContain("Caused by");
    }
}
