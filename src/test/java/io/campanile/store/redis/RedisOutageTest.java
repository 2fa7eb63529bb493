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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login that needs Redis while Redis is not there: an answer in two seconds, not a worker held for a minute. */
class RedisOutageTest {

    private static final Duration KEEP = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    @Test
    void tellsSoonThatItIsAwayAndIsBackByItself() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
            RedisClient client = RedisConnections.client(redis.url());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                RedisOnceOnly onceOnly = new RedisOnceOnly(connection);
                assertThat(onceOnly.claim("a", KEEP)).isTrue();
                assertThat(onceOnly.claim("a", KEEP)).isFalse();
                RedisHighWaterMark mark = new RedisHighWaterMark(connection);
                mark.set(7);
                assertThat(mark.get()).isEqualTo(7);

                redis.stop();
                assertUnavailableSoon(() -> onceOnly.claim("b", KEEP));
                assertThat(mark.get()).as("a mark that cannot be asked for holds up nobody").isZero();

                redis.startEmpty();
                await().ignoreExceptions().until(() -> onceOnly.claim("c", KEEP));
                assertThat(mark.get()).isZero();

                connection.sync().clientPause(3_000);
                assertUnavailableSoon(() -> onceOnly.claim("d", KEEP));
                await().ignoreExceptions().until(() -> onceOnly.claim("e", KEEP));
            } finally {
                client.shutdown();
                client.getResources().shutdown();
            }
        }
    }

    private static void assertUnavailableSoon(ThrowingCallable claim) {
        long before = System.nanoTime();
        assertThatThrownBy(claim).isInstanceOf(CodedException.class).hasMessageEndingWith("try again");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }
}
