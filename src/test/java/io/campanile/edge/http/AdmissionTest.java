package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.ops.metrics.Drops.Reason;
import io.campanile.ops.metrics.Metrics;
import io.campanile.ops.overload.Admission;
import io.campanile.ops.overload.Admission.Gate;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Vertx vertx = Vertx.vertx();
    private final Metrics metrics = new Metrics(Clock.systemUTC());
    private final AtomicReference<Reason> closed = new AtomicReference<>();
    private final EdgeServer server = new EdgeServer(vertx,
            new HttpSettings("127.0.0.1", 0, 65536, 66560, false, List.of(), List.of(), Optional.empty()), new HealthEndpoint(() -> true),
            Clock.systemUTC());

    @BeforeEach
    void listen() {
        Gate overload = gate(Reason.OVERLOAD, 5_000);
        AdmissionHandler.addTo(server.router(), new Admission(List.of(overload), List.of(overload, gate(Reason.BACKEND_AWAY, 2_000)),
                List.of(gate(Reason.DISK_LOW, 30_000)), metrics.drops()));
        server.router().route("/api/*").handler(request -> request.response().end("served"));
        server.router().route("/ws").handler(request -> request.response().end("upgraded"));
        server.listen();
    }

    private Gate gate(Reason reason, long retryAfterMs) {
        return new Gate(reason, () -> closed.get() == reason, reason + " it is", retryAfterMs);
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        metrics.close();
    }

    @Test
    void overloadRefusesNewConnectionsAndRequestsButTellsHealth() throws Exception {
        closed.set(Reason.OVERLOAD);

        HttpResponse<String> refused = send("GET", "/api/v1/devices");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
        assertThat(refused.body()).contains("\"code\":503", "\"msg\":\"OVERLOAD it is\"", "\"server_time\":");
        assertThat(send("GET", "/ws").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
        assertThat(dropped(Reason.OVERLOAD)).isEqualTo(2);
    }

    @Test
    void aDatabaseThatIsAwayRefusesRequestsOnly() throws Exception {
        closed.set(Reason.BACKEND_AWAY);

        assertThat(send("GET", "/api/v1/devices").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/ws").statusCode()).as("a token is checked without it").isEqualTo(200);
    }

    @Test
    void aDiskThatIsNearlyFullRefusesWhatWouldBeWritten() throws Exception {
        closed.set(Reason.DISK_LOW);

        assertThat(send("POST", "/api/v1/devices").statusCode()).isEqualTo(503);
        assertThat(send("PUT", "/api/v1/users/u/roles").headers().firstValue("retry-after")).hasValue("30");
        assertThat(send("GET", "/api/v1/devices").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/api/v1/dead-letters/1").statusCode()).as("frees space").isEqualTo(200);
        assertThat(send("POST", "/api/v1/sessions").statusCode()).as("an operator comes in").isEqualTo(200);
        assertThat(send("GET", "/ws").statusCode()).isEqualTo(200);
        assertThat(dropped(Reason.DISK_LOW)).isEqualTo(2);
    }

    private double dropped(Reason reason) {
        return metrics.registry().get("dropped").tag("reason", reason.name().toLowerCase(Locale.ROOT)).counter().count();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }
}
