package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.ops.drain.Drain;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL 5 and 11: how clients are sent away when the node ends. */
class DrainTest {

    private static final int CLIENTS = 300;

    private final WebSocketGateway gateway = new WebSocketGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answersWhatIsInFlightThenClosesWith1001AndTakesNobodyElse() throws Exception {
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch hashed = new CountDownLatch(1);
        gateway.whileSigningIn = () -> {
            hashing.countDown();
            await(hashed);
        };
        TestClient client = gateway.connect();
        client.send("{'service':'/api/user/login','request_id':'in-flight','values':{'username':'operator-1','password':'correct horse'}}");
        hashing.await();

        CompletableFuture<Void> drained = CompletableFuture.runAsync(new Drain(List.of(gateway.hub), Duration.ofSeconds(20))::run);
        Awaitility.await().until(gateway.hub::isRefusing);
        assertThatThrownBy(gateway::connect).cause().isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> {
            assertThat(refused.getStatus()).isEqualTo(503);
            assertThat(refused.getHeaders().get("Retry-After")).isNotNull();
        });
        hashed.countDown();

        assertThat(client.next().path("request_id").asText()).isEqualTo("in-flight");
        assertThat(client.closeCode()).isEqualTo(1001);
        drained.get(10, TimeUnit.SECONDS);
    }

    @Test
    void doesNotWaitForWhatIsNeverAnswered() throws Exception {
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        gateway.whileSigningIn = () -> {
            hashing.countDown();
            await(never);
        };
        TestClient client = gateway.connect();
        client.send("{'service':'/api/user/login','request_id':1,'values':{'username':'operator-1','password':'correct horse'}}");
        hashing.await();

        new Drain(List.of(gateway.hub), Duration.ofSeconds(20)).run();

        assertThat(client.closeCode()).isEqualTo(1001);
        never.countDown();
    }

    @Test
    void sendsThemAwayOneAfterTheOtherNotAllAtOnce() {
        Queue<Long> closedAt = new ConcurrentLinkedQueue<>();
        List<TestClient> clients = IntStream.range(0, CLIENTS).mapToObj(i -> gateway.connectAs("operator-" + i)).toList();
        clients.forEach(client -> client.closed().thenRun(() -> closedAt.add(System.nanoTime())));

        new Drain(List.of(gateway.hub), Duration.ofSeconds(20)).run();

        assertThat(clients).allSatisfy(client -> assertThat(client.closeCode()).isEqualTo(1001));
        List<Long> times = closedAt.stream().sorted().toList();
        Duration spread = Duration.ofNanos(times.get(CLIENTS - 1) - times.get(0));
        assertThat(spread).as("500 a second, and not the whole time for few").isBetween(Duration.ofMillis(400), Duration.ofSeconds(10));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
