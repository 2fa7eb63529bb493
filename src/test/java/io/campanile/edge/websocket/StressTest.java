package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted of connections, and who has to go when the node has too much to do. */
class StressTest {

    private static final Duration STALLED = Duration.ofMillis(200);

    private final WebSocketGateway gateway = new WebSocketGateway("websocket.write-timeout", "1h", "websocket.requests-per-second", "1",
            "websocket.burst", "3");

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whoReadsWorstIsClosedFirstAndOthersAreNot() {
        TestClient deaf = gateway.connectAs("operator-deaf");
        TestClient other = gateway.connectAs("operator-other");
        await().until(() -> gateway.hub.ofUser("operator-deaf").size() == 1 && gateway.hub.ofUser("operator-other").size() == 1);
        Connection connection = gateway.hub.ofUser("operator-deaf").iterator().next();
        deaf.socket.pause();
        // The kernel makes room for more than it first had, so who is blocked now may not be so in a moment
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> onLoop(connection, outbox -> {
            if (!outbox.isBlocked()) {
                connection.send(gateway.codec.push("/push/any", Map.of("text", "x".repeat(50_000))));
            }
            return outbox.stalledFor(Clock.systemUTC().millis()) >= STALLED.toMillis();
        }));

        new SlowReaders(gateway.hub, Clock.systemUTC()).close(STALLED);

        deaf.socket.resume();
        assertThat(deaf.closeCode()).isEqualTo(1013);
        assertThat(other.ask("{'service':'/api/heartbeat','request_id':1}").path("code").asInt()).isZero();
        await().until(() -> scrape().contains("disconnects_total{close_code=\"1013\",transport=\"websocket\"} 1.0"));
        assertThat(scrape()).contains("dropped_total{reason=\"slow_reader\"} 1.0");
    }

    @Test
    void countsWhatComesAndGoes() {
        TestClient client = gateway.connectAs("operator-1");
        client.ask("{'service':'/api/heartbeat','request_id':1}");
        client.ask("{'service':'/api/no/such','request_id':2}");
        client.ask("{'service':'/api/user/login','request_id':3,'values':{'username':'operator-1','password':'wrong'}}");
        assertThat(client.ask("{'service':'/api/heartbeat','request_id':4}").path("code").asInt()).isEqualTo(429);

        assertThat(scrape()).contains(
                "connects_total{transport=\"websocket\"} 1.0",
                "messages_total{direction=\"in\",transport=\"websocket\"} 4",
                "messages_total{direction=\"out\",transport=\"websocket\"} 4",
                "requests_seconds_count{service=\"/api/heartbeat\",transport=\"websocket\"} 2",
                "requests_failed_total{code=\"429\",service=\"/api/heartbeat\",transport=\"websocket\"} 1.0",
                "requests_failed_total{code=\"404\",service=\"unknown\",transport=\"websocket\"} 1.0",
                "logins_total{result=\"refused\",transport=\"websocket\"} 1.0",
                "dropped_total{reason=\"rate_limited\"} 1.0");

        client.socket.close();

        await().until(() -> scrape().contains("disconnects_total{close_code=\"1000\",transport=\"websocket\"} 1.0"));
        assertThat(scrape()).contains("connection_lifetime_seconds_count{transport=\"websocket\"} 1");
    }

    private static <T> T onLoop(Connection connection, Function<Outbox, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        connection.execute(() -> answer.complete(question.apply(connection.outbox())));
        return answer.join();
    }

    private String scrape() {
        return gateway.metrics.registry().scrape();
    }
}
