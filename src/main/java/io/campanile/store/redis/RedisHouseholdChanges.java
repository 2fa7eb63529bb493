package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.HouseholdChanges;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A channel {@code household-changed} with user ids, separated by commas. Thread-safe. */
public final class RedisHouseholdChanges implements HouseholdChanges {

    private static final String CHANNEL = "household-changed";

    private final StatefulRedisConnection<String, String> redis;

    /**
     * @param changed told the user ids, on every node; must not block
     * @param missed  told when changes may have been missed, because the node was cut off; must not block
     */
    public RedisHouseholdChanges(RedisClient client, StatefulRedisConnection<String, String> redis,
            Consumer<List<String>> changed, Runnable missed) {
        this.redis = redis;
        StatefulRedisPubSubConnection<String, String> channel = client.connectPubSub();
        channel.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void subscribed(String name, long count) {
                missed.run();
            }

            @Override
            public void message(String name, String userIds) {
                changed.accept(List.of(userIds.split(",")));
            }
        });
        channel.sync().subscribe(CHANNEL);
    }

    @Override
    public void tell(Set<String> userIds) {
        if (userIds.isEmpty()) {
            return;
        }
        try {
            redis.sync().publish(CHANNEL, String.join(",", userIds));
        } catch (RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the household is kept, but not told to everybody: try again");
        }
    }
}
