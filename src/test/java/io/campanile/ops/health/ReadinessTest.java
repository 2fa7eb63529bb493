package io.campanile.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final AtomicBoolean there = new AtomicBoolean(true);
    private final Dependency redis = new Dependency("Redis", "start it", () -> {
        if (!there.get()) {
            throw new IllegalStateException("outer", new IOException("connection refused"));
        }
    });

    @Test
    void goesDownWithADependencyAndUpAgainByItself() {
        try (Readiness readiness = readiness(redis)) {
            assertThat(readiness.isUp()).isTrue();

            there.set(false);
            await().until(() -> !readiness.isUp());
            assertThat(readiness.outage("Redis").orElseThrow().describe())
                    .matches("Redis is unavailable since 20.*Z \\(connection refused\\): start it");
            assertThat(readiness.outage("Kafka")).isEmpty();

            there.set(true);
            await().until(readiness::isUp);
        }
    }

    @Test
    void takesAProbeThatHangsForAnOutage() {
        CountDownLatch released = new CountDownLatch(1);
        SetClock clock = new SetClock(1_000);
        CountDownLatch asked = new CountDownLatch(1);
        Dependency hanging = new Dependency("Kafka", "start it", () -> {
            asked.countDown();
            released.await();
        });
        try (Readiness readiness = new Readiness(List.of(hanging), Duration.ofMillis(10), clock)) {
            await().until(() -> asked.getCount() == 0);
            assertThat(readiness.isUp()).isTrue();
            clock.set(7_000);
            assertThat(readiness.outage("Kafka").orElseThrow().reason()).isEqualTo("does not answer");
            released.countDown();
            await().until(readiness::isUp);
        }
    }

    @Test
    void isNoMatterOfLiveness() throws Exception {
        AtomicReference<Duration> lag = new AtomicReference<>(Duration.ZERO);
        try (Readiness readiness = readiness(redis); CamelContext camel = new DefaultCamelContext()) {
            HealthChecks.register(camel, readiness, () -> true, lag::get);
            camel.start();
            assertThat(down(camel, true)).isEmpty();

            there.set(false);
            await().until(() -> down(camel, false).equals(List.of("Redis")));
            assertThat(down(camel, true)).as("a restart does not bring Redis back").isEmpty();

            lag.set(Duration.ofSeconds(31));
            assertThat(down(camel, true)).containsExactly("process");
        }
    }

    /** Stands still until it is set. */
    private static final class SetClock extends Clock {

        private final AtomicLong millis;

        SetClock(long millis) {
            this.millis = new AtomicLong(millis);
        }

        void set(long now) {
            millis.set(now);
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static List<String> down(CamelContext camel, boolean liveness) {
        return (liveness ? HealthCheckHelper.invokeLiveness(camel) : HealthCheckHelper.invokeReadiness(camel)).stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result -> result.getCheck().getId()).toList();
    }

    private static Readiness readiness(Dependency dependency) {
        return new Readiness(List.of(dependency), Duration.ofMillis(10), Clock.systemUTC());
    }
}
