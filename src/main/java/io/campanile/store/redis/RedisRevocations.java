package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Revocations;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Revoked tokens, known on every node without asking: a sorted set {@code revoked}, by the time each token ends anyway,
 * and a channel of that name. A node that was cut off reads the set again when it is back. Thread-safe.
 */
public final class RedisRevocations implements Revocations {

    private static final String REVOKED = "revoked";

    private final StatefulRedisConnection<String, String> redis;
    private final Clock clock;
    private final Consumer<String> listener;
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    /** @param listener told of every token that is revoked, on whichever node; must not block */
    public RedisRevocations(RedisClient client, StatefulRedisConnection<String, String> redis, Clock clock,
                            Consumer<String> listener) {
        this.redis = redis;
        this.clock = clock;
        this.listener = listener;
        StatefulRedisPubSubConnection<String, String> channel = client.connectPubSub();
        channel.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void subscribed(String name, long count) {
                readAll();
            }

            @Override
            public void message(String name, String message) {
                int colon = message.indexOf(':');
                learn(message.substring(colon + 1), Long.parseLong(message.substring(0, colon)));
            }
        });
        channel.sync().subscribe(REVOKED);
    }

    /** Subscribe, then read: what is revoked in between comes twice rather than not at all. */
    private void readAll() {
        long now = clock.millis();
        known.values().removeIf(until -> until < now);
        redis.async().zrangebyscoreWithScores(REVOKED, Range.create(now, Double.MAX_VALUE))
                .thenAccept(all -> all.forEach(one -> learn(one.getValue(), (long) one.getScore())));
    }

    private void learn(String tokenId, long until) {
        if (known.put(tokenId, until) == null) {
            listener.accept(tokenId);
        }
    }

    @Override
    public void revoke(String tokenId, long until) {
        try {
            redis.sync().zadd(REVOKED, until, tokenId);
            redis.sync().zremrangebyscore(REVOKED, Range.create(0, clock.millis()));
            redis.sync().publish(REVOKED, until + ":" + tokenId);
        } catch (RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "signing out cannot be kept now: try again");
        }
        learn(tokenId, until);
    }

    @Override
    public boolean revoked(String tokenId) {
        return known.containsKey(tokenId);
    }
}
