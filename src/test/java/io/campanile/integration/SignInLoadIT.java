package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.RunningGateway;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins are slow on purpose: far more of them at once than may be, and everybody else goes on. */
@Tag("faults")
class SignInLoadIT {

    private static final int STRANGERS = 60;
    private static final int READS = 100;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @Test
    void aFloodIsToldWhenToComeBackAndHarmsNobodyElse() throws Exception {
        try (RunningGateway gateway = RunningGateway.first(directory, Map.of())) {
            String token = gateway.token();
            ConcurrentLinkedQueue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Void>> flood = new ArrayList<>();
            for (int i = 0; i < STRANGERS; i++) {
                String name = i % 2 == 0 ? "admin" : "nobody" + i;
                flood.add(CompletableFuture.runAsync(() -> {
                    while (!over.get()) {
                        answers.add(signIn(gateway, name));
                    }
                }, run -> new Thread(run).start()));
            }
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < READS; i++) {
                long start = System.nanoTime();
                assertThat(gateway.get("/api/v1/users/admin", token).statusCode()).isEqualTo(200);
                times.add((System.nanoTime() - start) / 1_000_000);
            }
            over.set(true);
            CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).join();

            assertThat(answers).extracting(HttpResponse::statusCode).contains(401, 429).containsOnly(401, 429);
            assertThat(answers).filteredOn(answer -> answer.statusCode() == 429)
                    .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).contains("1"));
            assertThat(times.stream().sorted().toList().get(READS / 2)).as("ms, of %s", times).isLessThan(300);
            assertThat(gateway.token()).as("when it is over").isNotEmpty();
        }
    }

    private static HttpResponse<String> signIn(RunningGateway gateway, String name) {
        try {
            return HTTP.send(HttpRequest.newBuilder(gateway.http("/api/v1/sessions")).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"username\":\"" + name + "\",\"password\":\"wrong\"}")).build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
