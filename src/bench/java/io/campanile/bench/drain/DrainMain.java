package io.campanile.bench.drain;

import io.campanile.bench.system.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Drains one of two nodes under clients that watch devices, and prints how they came through:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx768m -cp %classpath io.campanile.bench.drain.DrainMain [clients] [devices]"
 * </pre>
 * 9,000 clients and 20 devices unless said; it takes two minutes and 20,000 open files (ulimit -n). Exit status 0: every
 * client was told 1001, came back on the other node and was told the newest state.
 */
public final class DrainMain {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int AT_A_TIME = 200;

    private final int clients;
    private final List<MqttClient> devices = new ArrayList<>();

    private DrainMain(int clients) {
        this.clients = clients;
    }

    public static void main(String[] args) throws Exception {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 9_000;
        int devices = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        System.exit(new DrainMain(clients).run(devices) ? 0 : 1);
    }

    private boolean run(int deviceCount) throws Exception {
        Path directory = Files.createTempDirectory("drain");
        try (Node stays = Node.first(Files.createDirectory(directory.resolve("stays")));
             Node drains = Node.second(Files.createDirectory(directory.resolve("drains")), stays)) {
            String token = stays.post("/api/v1/sessions", null, Map.of("username", "admin", "password", Node.PASSWORD)).path("token").asText();
            for (int i = 0; i < deviceCount; i++) {
                devices.add(device(stays, token, "sn" + i));
            }
            long heapBefore = drains.liveHeapKb();
            long residentBefore = drains.residentKb();
            try (Roamers roamers = new Roamers(List.of(drains.webSocket(), stays.webSocket()), token)) {
                connect(roamers);
                report(1);
                await("told the first state", () -> roamers.count(roamer -> roamer.newest() == 1) == clients);
                line("connected and subscribed", roamers.count(Roamer::isSubscribed));
                line("heap a connection, KB", (drains.liveHeapKb() - heapBefore) / (double) clients);
                line("resident memory a connection, KB", (drains.residentKb() - residentBefore) / (double) clients);
                return drain(stays, drains, roamers);
            }
        }
    }

    private boolean drain(Node stays, Node drains, Roamers roamers) throws Exception {
        Duration cpuStays = stays.cpu();
        Duration cpuDrains = drains.cpu();
        long begun = System.nanoTime();
        drains.terminate();
        await("gone from the first", () -> roamers.count(roamer -> roamer.closeCode() != 0) > clients / 2);
        report(2);
        cpuDrains = drains.cpu().minus(cpuDrains);
        await("back", () -> roamers.count(roamer -> roamer.node() == 1 && roamer.isSubscribed()) == clients);
        long backAfter = System.nanoTime() - begun;
        await("told the second state", () -> roamers.count(roamer -> roamer.newest() == 2) == clients);
        int status = drains.exitStatus();
        long endedAfter = System.nanoTime() - begun;
        report(3);
        await("told the third state", () -> roamers.count(roamer -> roamer.newest() == 3) == clients);
        cpuStays = stays.cpu().minus(cpuStays);

        long[] without = roamers.all().stream().mapToLong(Roamer::millisWithoutService).sorted().toArray();
        long told = roamers.count(Roamer::wasToldWell);
        line("closed with 1001", told);
        line("closed otherwise", clients - told);
        line("back on the other node and subscribed", roamers.count(Roamer::isSubscribed));
        line("told the states that came during and after", roamers.count(roamer -> roamer.newest() == 3));
        line("all back after, s", seconds(backAfter));
        line("exit status " + status + " after, s", seconds(endedAfter));
        line("without service, median, ms", without[without.length / 2]);
        line("without service, 99 %, ms", without[without.length * 99 / 100]);
        line("without service, worst, ms", without[without.length - 1]);
        line("attempts that were refused", roamers.all().stream().mapToInt(Roamer::refusals).sum() - told);
        line("CPU of the node that took them, s", cpuStays.toMillis() / 1000.0);
        line("CPU of the node that drained, first half, s", cpuDrains.toMillis() / 1000.0);
        return told == clients && (status == 0 || status == 143);
    }

    /** As fast as they are let in. */
    private void connect(Roamers roamers) throws InterruptedException {
        long begun = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            roamers.add("sn" + i % devices.size());
            if (i % AT_A_TIME == AT_A_TIME - 1) {
                int so = i + 1 - AT_A_TIME;
                await("connected", () -> roamers.count(Roamer::isSubscribed) >= so);
            }
        }
        await("connected", () -> roamers.count(Roamer::isSubscribed) == clients);
        line("connected within, s", seconds(System.nanoTime() - begun));
    }

    private static MqttClient device(Node node, String token, String sn) throws IOException, InterruptedException, MqttException {
        String secret = node.post("/api/v1/devices", token, Map.of("sn", sn, "type", "retail")).path("secret").asText();
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(sn);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        MqttClient client = new MqttClient(node.mqtt(), sn, new MemoryPersistence());
        client.connect(options);
        return client;
    }

    private void report(int n) throws MqttException {
        for (MqttClient device : devices) {
            byte[] report = ("{\"report_id\":\"r-" + n + "\",\"ts\":" + (1_000 + n) + ",\"properties\":{\"n\":" + n + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            device.publish("devices/" + device.getClientId() + "/report", report, 1, false);
        }
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all were " + what + " within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static void line(String what, double value) {
        System.out.printf(Locale.ROOT, value == Math.rint(value) ? "%-48s %,10.0f%n" : "%-48s %,10.2f%n", what, value);
    }
}
