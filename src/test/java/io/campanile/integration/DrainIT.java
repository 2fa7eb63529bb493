package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RoamingClient;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.RunningParts;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM (PROTOCOL 11): the clients go to the other node, and miss nothing. */
@Tag("faults")
class DrainIT {

    private static final int DEVICES = 10;
    private static final int CLIENTS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What the gateway grants itself: drain.time, 5 s for who is slow to go, 25 s for the routes and the parts. */
    private static final Duration LONGEST_END = Duration.ofSeconds(50);

    @TempDir
    Path directory;

    @Test
    void everyClientFindsTheOtherNodeAndMissesNoState() throws Exception {
        Map<String, String> secrets = IntStream.range(0, DEVICES).boxed().collect(Collectors.toMap(i -> "sn" + i, i -> "secret"));
        try (RunningParts parts = RunningParts.start(directory.resolve("parts"), secrets);
             RunningGateway first = RunningGateway.node(directory.resolve("first"), "node-1", unhurried(parts));
             RunningGateway second = RunningGateway.node(directory.resolve("second"), "node-2", unhurried(parts))) {
            String token = first.token();
            List<MqttPeer> devices = new ArrayList<>();
            for (String sn : secrets.keySet()) {
                first.register(token, sn, "retail");
                devices.add(MqttPeer.connect(first.mqtt(), sn, sn, "secret"));
            }
            HttpClient http = HttpClient.newHttpClient();
            // Until they answer its close frames the node drains, however fast they are told and however slow the questions are
            CompletableFuture<Void> asked = new CompletableFuture<>();
            List<RoamingClient> clients = IntStream.range(0, CLIENTS).mapToObj(i -> new RoamingClient(http,
                    List.of(first.webSocket(), second.webSocket()), "c" + i, token, "sn" + i % DEVICES).answeringCloseAfter(asked).connect()).toList();
            report(devices, secrets, 1);
            await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.isSubscribed() && client.newest() == 1));

            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> terminate(first));
            CompletableFuture.anyOf(clients.stream().map(RoamingClient::firstClose).toArray(CompletableFuture[]::new)).join();
            CompletableFuture<HttpResponse<String>> health = first.ask("/health", null);
            CompletableFuture<HttpResponse<String>> state = first.ask("/api/v1/devices/sn1", token);
            CompletableFuture<WebSocket> late = http.newWebSocketBuilder().buildAsync(first.webSocket(), new WebSocket.Listener() { });
            assertThat(health.join().statusCode()).isEqualTo(503);
            assertThat(state.join().statusCode()).as("what is open still serves").isEqualTo(200);
            assertThatThrownBy(late::join).cause().isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                assertThat(refused.getResponse().statusCode()).isEqualTo(503);
                assertThat(refused.getResponse().headers().firstValue("Retry-After")).isPresent();
            });
            asked.complete(null);
            report(devices, secrets, 2);

            await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.isSubscribed() && client.newest() == 2));
            assertThat(exit.join()).isIn(0, 143);
            report(devices, secrets, 3);
            await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.newest() == 3));
            assertThat(clients).as("told why, once, and nothing else").allSatisfy(client -> assertThat(client.closeCodes()).containsExactly(1001));
            assertThat(first.output()).contains("Campanile node-1 ends").doesNotContain("Exception");
            for (MqttPeer device : devices) {
                device.close();
            }
        }
    }

    @Test
    @Timeout(120)
    void anIdleNodeEndsAtOnceAndOneWhoseBackendsAreGoneEndsInTime() throws Exception {
        try (RunningParts parts = RunningParts.start(directory.resolve("parts"), Map.of());
             RunningGateway idle = RunningGateway.node(directory.resolve("first"), "node-1", parts.settings());
             RunningGateway bereft = RunningGateway.node(directory.resolve("second"), "node-2", parts.settings())) {
            long begun = System.nanoTime();
            assertThat(idle.terminate()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));

            parts.close();
            begun = System.nanoTime();
            assertThat(bereft.terminate()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST_END);
        }
    }

    /** A slow machine is no overload here: 503 is to mean that the node ends, and nothing else. */
    private static Map<String, String> unhurried(RunningParts parts) {
        Map<String, String> settings = new HashMap<>(parts.settings());
        settings.put("overload.event-loop-lag", "10m");
        return settings;
    }

    private static void report(List<MqttPeer> devices, Map<String, String> secrets, int n) throws Exception {
        int i = 0;
        for (String sn : secrets.keySet()) {
            assertThat(devices.get(i++).publish("devices/" + sn + "/report",
                    "{\"report_id\":\"r-" + n + "\",\"ts\":" + (1000 + n) + ",\"properties\":{\"n\":" + n + "}}")).isZero();
        }
    }

    private static int terminate(RunningGateway gateway) {
        try {
            return gateway.terminate();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
