package io.campanile.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.standalone.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** DESIGN principle 4: claimed first, and done once the work is. */
class ClaimingIdempotentRepositoryTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    static Path directory;
    private static EmbeddedRedis redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private String name;

    @BeforeAll
    static void startRedis() throws Exception {
        redis = EmbeddedRedis.start(directory);
        client = RedisConnections.client(redis.url());
        connection = client.connect();
    }

    @AfterAll
    static void stopRedis() throws Exception {
        client.shutdown();
        client.getResources().shutdown();
        redis.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void whatIsDoneIsARepeatEverywhereAndWhatIsGivenBackIsNot() {
        ClaimingIdempotentRepository here = repository(LONG);
        ClaimingIdempotentRepository there = repository(LONG);
        Exchange work = exchange();
        assertThat(here.add(work, "a")).isTrue();
        assertThat(here.contains("a")).as("claimed is not done").isFalse();
        assertThat(here.confirm(work, "a")).isTrue();
        assertThat(there.contains("a")).isTrue();
        assertThat(there.add(exchange(), "a")).isFalse();
        assertThat(there.remove(exchange(), "a")).as("what is done stays done").isFalse();

        Exchange failing = exchange();
        assertThat(here.add(failing, "b")).isTrue();
        assertThat(here.remove(failing, "b")).isTrue();
        assertThat(there.add(exchange(), "b")).isTrue();
    }

    @Test
    void whileSomebodyIsAtItARepeatIsNeitherWorkNorDuplicate() {
        ClaimingIdempotentRepository repository = repository(LONG);
        assertThat(repository.add(exchange(), "a")).isTrue();
        assertThatThrownBy(() -> repository.add(exchange(), "a")).isInstanceOfSatisfying(CodedException.class, refused -> {
            assertThat(refused.code().number()).isEqualTo(503);
            assertThat((Long) refused.values().get("retry_after_ms")).isBetween(1L, LONG.toMillis());
        });
    }

    @Test
    void aClaimThatRanOutIsSomebodyElsesAndWhoComesTooLateGivesNothingBack() {
        ClaimingIdempotentRepository repository = repository(SHORT);
        Exchange slow = exchange();
        assertThat(repository.add(slow, "a")).isTrue();
        Exchange next = exchange();
        await().ignoreExceptions().until(() -> repository.add(next, "a"));
        assertThat(repository.remove(slow, "a")).isFalse();
        assertThatThrownBy(() -> repository.add(exchange(), "a")).isInstanceOf(CodedException.class);
        assertThat(repository.confirm(slow, "a")).as("done it is, if twice").isFalse();
        assertThat(repository.add(exchange(), "a")).isFalse();
        assertThat(repository.remove(next, "a")).isFalse();
    }

    @Test
    void ofManyThatRaceForThreeThousandKeysEachIsAcceptedOnce() throws Exception {
        int keys = 3_000;
        ClaimingIdempotentRepository repository = repository(LONG);
        AtomicIntegerArray accepted = new AtomicIntegerArray(keys);
        ExecutorService racers = Executors.newFixedThreadPool(4);
        List<Future<?>> races = new ArrayList<>();
        for (int racer = 0; racer < 4; racer++) {
            races.add(racers.submit(() -> {
                for (int key = 0; key < keys; key++) {
                    race(repository, key, accepted);
                }
            }));
        }
        for (Future<?> race : races) {
            race.get();
        }
        racers.shutdown();
        for (int key = 0; key < keys; key++) {
            assertThat(accepted.get(key)).isEqualTo(1);
        }
    }

    private void race(ClaimingIdempotentRepository repository, int key, AtomicIntegerArray accepted) {
        Exchange exchange = exchange();
        try {
            if (repository.add(exchange, "k-" + key)) {
                accepted.incrementAndGet(key);
                repository.confirm(exchange, "k-" + key);
            }
        } catch (CodedException e) {
            assertThat(e).hasMessageStartingWith("somebody is at it");
        }
    }

    @Test
    void inARouteAFailureGivesTheKeyBackAndSuccessKeepsIt() throws Exception {
        List<String> done = new ArrayList<>();
        ClaimingIdempotentRepository repository = repository(LONG);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:work").idempotentConsumer(simple("${header.key}"), repository).process(exchange -> {
                    if ("bad".equals(exchange.getMessage().getBody())) {
                        throw new IllegalStateException("bad");
                    }
                    done.add(exchange.getMessage().getBody(String.class));
                });
            }
        });
        camel.start();
        try (var producer = camel.createProducerTemplate()) {
            assertThat(producer.request("direct:work", exchange -> say(exchange, "bad")).getException()).isNotNull();
            assertThat(producer.request("direct:work", exchange -> say(exchange, "good")).getException()).isNull();
            assertThat(producer.request("direct:work", exchange -> say(exchange, "again")).getException()).isNull();
        }
        assertThat(done).containsExactly("good");
    }

    private static void say(Exchange exchange, String text) {
        exchange.getMessage().setHeader("key", "k");
        exchange.getMessage().setBody(text);
    }

    @Test
    void clearingForgetsItsOwnKeysAndNothingElse() {
        ClaimingIdempotentRepository repository = repository(LONG);
        connection.sync().set("somebody's", "else's");
        assertThat(repository.add("a")).isTrue();
        assertThat(repository.confirm("a")).isTrue();
        repository.clear();
        assertThat(repository.contains("a")).isFalse();
        assertThat(connection.sync().get("somebody's")).isEqualTo("else's");
    }

    @Test
    void aRedisThatIsAwayIsToldAndNothingIsTakenForDone() throws Exception {
        ClaimingIdempotentRepository repository = repository(LONG);
        connection.sync().clientPause(3_000);
        assertThatThrownBy(() -> repository.add(exchange(), "a")).isInstanceOf(CodedException.class).hasMessageEndingWith("try again");
        Exchange work = exchange();
        // What timed out may have been taken in: then that claim runs out first
        await().ignoreExceptions().until(() -> repository.add(work, "b"));
        assertThat(repository.confirm(work, "b")).isTrue();
    }

    private ClaimingIdempotentRepository repository(Duration claim) {
        return new ClaimingIdempotentRepository(connection, name, claim, LONG);
    }

    private Exchange exchange() {
        return new DefaultExchange(camel);
    }
}
