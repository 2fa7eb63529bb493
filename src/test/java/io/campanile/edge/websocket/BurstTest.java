package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A burst that is allowed is answered whole, but not while the other connections of its event loop wait. */
class BurstTest {

    private static final int BURST = 200;
    /** Two batches: the loop may be late for one. */
    private static final double AT_MOST = 64;

    private final WebSocketGateway gateway = new WebSocketGateway("websocket.requests-per-second", "100", "websocket.burst", "" + BURST);

    /** Loops of its own: one of the gateway's stands still here. */
    private final Vertx elsewhere = Vertx.vertx();

    @AfterEach
    void close() {
        elsewhere.close();
        gateway.close();
    }

    @Test
    void isWorkedOffInBatches() throws InterruptedException {
        TestClient client = new TestClient(elsewhere.createWebSocketClient(), new WebSocketConnectOptions().setHost("127.0.0.1")
                .setPort(gateway.server.port()).setURI("/ws").addHeader("Authorization", "Bearer " + gateway.token("operator-hasty")));
        await().until(() -> gateway.hub.ofUser("operator-hasty").size() == 1);
        Connection connection = gateway.hub.ofUser("operator-hasty").iterator().next();
        List<Double> seen = new CopyOnWriteArrayList<>();
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        // All is there before the loop reads any of it
        connection.execute(() -> {
            held.countDown();
            try {
                sent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            look(connection, seen);
        });
        held.await();
        for (int i = 1; i < BURST; i++) {
            client.send("{'service':'/api/heartbeat','request_id':" + i + "}");
        }
        client.socket.writeTextMessage("{\"service\":\"/api/heartbeat\",\"request_id\":" + BURST + "}")
                .toCompletionStage().toCompletableFuture().join();
        sent.countDown();

        for (int i = 1; i <= BURST; i++) {
            assertThat(client.next().path("code").asInt()).isZero();
        }
        await().until(() -> seen.get(seen.size() - 1) >= BURST);
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i) - seen.get(i - 1)).as("requests handled while others on the loop waited").isLessThanOrEqualTo(AT_MOST);
        }
    }

    /** What else the loop has to do: each time it comes to it, it sees how many requests have been read. */
    private void look(Connection connection, List<Double> seen) {
        double read = gateway.metrics.registry().get("messages").tags("transport", "websocket", "direction", "in").functionCounter().count();
        seen.add(read);
        if (read < BURST) {
            connection.after(1, () -> look(connection, seen));
        }
    }
}
