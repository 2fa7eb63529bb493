package io.campanile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageLoadTest {

    private final Vertx vertx = Vertx.vertx();
    private final Generator generator = new Generator(2);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() {
        generator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyQuestionIsAnotherAndCountsOnceItIsAnswered() throws Exception {
        try (PageLoad load = open(serving(200))) {
            load.begin(Pace.of(2_000));
            await().until(() -> load.arrived() > 500);
            load.end();
            await().until(load::settled);

            assertThat(asked).hasSize((int) load.arrived());
            assertThat(load.latencies().getTotalCount()).isEqualTo(load.arrived());
        }
    }

    @Test
    void anAnswerToAnotherQuestionFailsTheLoad() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> request.response().end("a page of something else"))
                .listen(0).toCompletionStage().toCompletableFuture().join();

        assertFails(server, "a page of something else");
    }

    @Test
    void aRefusalFailsTheLoad() throws Exception {
        assertFails(serving(429), "429");
    }

    private void assertFails(HttpServer server, String why) throws InterruptedException {
        try (PageLoad load = open(server)) {
            load.begin(Pace.UNBOUNDED);

            await().untilAsserted(() -> assertThatThrownBy(load::arrived).hasMessageContaining(why));
        }
    }

    private PageLoad open(HttpServer server) throws InterruptedException {
        return PageLoad.open(generator, server.actualPort(), "token", 4, number -> new Question("/" + number, page -> page.equals("/" + number)));
    }

    private HttpServer serving(int status) {
        return vertx.createHttpServer().requestHandler(request -> {
            asked.add(request.path());
            request.response().setStatusCode(status).end(request.path());
        }).listen(0).toCompletionStage().toCompletableFuture().join();
    }
}
