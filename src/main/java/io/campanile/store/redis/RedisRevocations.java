package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Revocations;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Revoked tokens, known on every node without asking: a sorted set {@code revoked}, by the time each entry may go, and a
 * channel of that name. An entry is a token's id, or {@code user:<generation>:<user_id>} for all of a user's older ones. A
 * node that was cut off reads the set again when it is back, and gives back what a Redis that came back empty has lost.
 * Thread-safe.
 */
public final class RedisRevocations implements Revocations {

    private static final String REVOKED = "revoked";
    private static final String OF_USER = "user:";

    private final StatefulRedisConnection<String, String> redis;
    private final Clock clock;
    private final Consumer<Predicate<Principal>> listener;
    /** The entries as they are in Redis, with their time. */
    private final Map<String, Long> known = new ConcurrentHashMap<>();
    /** The oldest generation that is still good, by user. */
    private final Map<String, Long> generations = new ConcurrentHashMap<>();

    /** @param listener told of every revocation, on whichever node, as a test of whom it ends; must not block */
    public RedisRevocations(RedisClient client, StatefulRedisConnection<String, String> redis, Clock clock,
                            Consumer<Predicate<Principal>> listener) {
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
        known.forEach((entry, until) -> redis.async().zadd(REVOKED, until.doubleValue(), entry));
        redis.async().zrangebyscoreWithScores(REVOKED, Range.create(now, Double.MAX_VALUE))
                .thenAccept(all -> all.forEach(one -> learn(one.getValue(), (long) one.getScore())));
    }

    private void learn(String entry, long until) {
        if (known.put(entry, until) != null) {
            return;
        }
        if (entry.startsWith(OF_USER)) {
            int colon = entry.indexOf(':', OF_USER.length());
            long generation = Long.parseLong(entry.substring(OF_USER.length(), colon));
            String userId = entry.substring(colon + 1);
            generations.merge(userId, generation, Math::max);
            listener.accept(principal -> isOlder(principal, userId, generation));
        } else {
            listener.accept(principal -> entry.equals(principal.tokenId()));
        }
    }

    private static boolean isOlder(Principal principal, String userId, long generation) {
        return !principal.isDevice() && principal.id().equals(userId) && principal.generation() < generation;
    }

    @Override
    public void revoke(String tokenId, long until) {
        keep(tokenId, until);
    }

    @Override
    public void revokeOlder(String userId, long generation, long until) {
        keep(OF_USER + generation + ":" + userId, until);
    }

    private void keep(String entry, long until) {
        try {
            redis.sync().zadd(REVOKED, until, entry);
            redis.sync().zremrangebyscore(REVOKED, Range.create(0, clock.millis()));
            redis.sync().publish(REVOKED, until + ":" + entry);
        } catch (RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the end of a token cannot be kept now: try again");
        }
        learn(entry, until);
    }

    @Override
    public boolean revoked(Principal principal) {
        Long oldest = generations.get(principal.id());
        return known.containsKey(principal.tokenId()) || (oldest != null && isOlder(principal, principal.id(), oldest));
    }
}
