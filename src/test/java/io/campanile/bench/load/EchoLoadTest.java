package io.campanile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoLoadTest {

    private static final Template REQUEST = Template.of("{\"request_id\":\"#0000000000\",\"code\":0}");

    private final Vertx vertx = Vertx.vertx();
    private final Generator generator = new Generator(2);

    @AfterEach
    void stop() {
        generator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyRequestIsAnsweredAndCountedOnce() throws Exception {
        AtomicLong asked = new AtomicLong();
        HttpServer server = serving(text -> asked.incrementAndGet() > 0 ? text : null);
        try (EchoLoad load = EchoLoad.open(generator, new Endpoint(server.actualPort(), "/", null), REQUEST, 5, 8)) {
            load.begin(Pace.UNBOUNDED);
            await().until(() -> load.arrived() > 1_000);
            load.end();
            await().until(load::settled);

            assertThat(load.arrived()).isEqualTo(asked.get());
        }
    }

    @Test
    void anOpenLoopChargesAStallToAllThatWasDueMeanwhile() throws Exception {
        AtomicLong stalled = new AtomicLong();
        HttpServer server = vertx.createHttpServer().webSocketHandler(socket -> socket.textMessageHandler(text -> {
            if (stalled.getAndIncrement() == 0) {
                vertx.setTimer(200, over -> socket.writeTextMessage(text));
            } else {
                socket.writeTextMessage(text);
            }
        })).listen(0).toCompletionStage().toCompletableFuture().join();
        try (EchoLoad load = EchoLoad.open(generator, new Endpoint(server.actualPort(), "/", null), REQUEST, 1, 1)) {
            load.begin(Pace.of(1_000));
            await().until(() -> load.arrived() > 300);
            load.end();
            await().until(load::settled);

            assertThat(load.latencies().getTotalCount()).isEqualTo(load.arrived());
            // Sent one by one they would all but one have been quick
            assertThat(load.latencies().getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(50), Long.MAX_VALUE)).isGreaterThan(100);
        }
    }

    @Test
    void anAnswerThatRefusesFailsTheLoad() throws Exception {
        HttpServer server = serving(text -> text.replace("\"code\":0", "\"code\":429"));
        try (EchoLoad load = EchoLoad.open(generator, new Endpoint(server.actualPort(), "/", null), REQUEST, 1, 1)) {
            load.begin(Pace.UNBOUNDED);

            await().untilAsserted(() -> assertThatThrownBy(load::arrived).hasMessageContaining("429"));
            load.end();
        }
    }

    private HttpServer serving(UnaryOperator<String> answer) {
        return vertx.createHttpServer().webSocketHandler(socket -> socket.textMessageHandler(text -> socket.writeTextMessage(answer.apply(text))))
                .listen(0).toCompletionStage().toCompletableFuture().join();
    }
}
