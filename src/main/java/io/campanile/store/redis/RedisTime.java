package io.campanile.store.redis;

import io.lettuce.core.api.async.RedisServerAsyncCommands;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What our time is by the clock of Redis, which all nodes share. Of the last minute's looks the one that was answered
 * soonest counts: it is wrong by half its way at most. Belongs to one thread, {@link #of} apart.
 */
final class RedisTime {

    private static final long LASTING_MS = 60_000;

    private final RedisServerAsyncCommands<String, String> redis;
    private final Clock clock;
    private long best = Long.MAX_VALUE;
    private long bestAt;
    private volatile long ahead;

    RedisTime(RedisServerAsyncCommands<String, String> redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Asks; the answer counts when it is there. */
    CompletionStage<Void> measure() {
        long asked = clock.millis();
        return redis.time().thenAccept(answer -> {
            long now = clock.millis();
            long way = now - asked;
            if (way <= best || now - bestAt > LASTING_MS) {
                best = way;
                bestAt = now;
                long theirs = TimeUnit.SECONDS.toMicros(Long.parseLong(answer.get(0))) + Long.parseLong(answer.get(1));
                ahead = theirs - TimeUnit.MILLISECONDS.toMicros(asked + now) / 2;
            }
        });
    }

    /** What Redis has now, ms. */
    long now() {
        return TimeUnit.MICROSECONDS.toMillis(of(TimeUnit.MILLISECONDS.toMicros(clock.millis())));
    }

    /** @param ours µs by our clock */
    long of(long ours) {
        return ours + ahead;
    }
}
