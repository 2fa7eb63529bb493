package io.campanile.store.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The users who are available by each node, in Redis: {@code connections:{node}:users}, a sorted set, all scores 0, which
 * ends with the node's lease as {@link ConnectionTable} has it. Nothing waits for Redis here. Thread-safe.
 */
final class UserTable {

    private final RedisAsyncCommands<String, String> redis;
    private final String node;

    UserTable(RedisAsyncCommands<String, String> redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    CompletionStage<Boolean> renew() {
        return redis.pexpire(key(node), ConnectionTable.LEASE);
    }

    CompletionStage<?> add(Collection<String> userIds) {
        if (userIds.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        redis.zadd(key(node), scored(userIds));
        return renew();
    }

    CompletionStage<?> remove(Collection<String> userIds) {
        return userIds.isEmpty() ? CompletableFuture.completedStage(null) : redis.zrem(key(node), userIds.toArray(String[]::new));
    }

    /** What Redis has of this node. */
    CompletionStage<Set<String>> own() {
        return redis.zrange(key(node), 0, -1).thenApply(HashSet::new);
    }

    /** Leaves this node's users for a moment after its end: most of them are on their way to another one. */
    CompletionStage<?> linger(Duration moment) {
        return redis.pexpire(key(node), moment);
    }

    /** Of one node, by user id. @param after null for the first */
    CompletionStage<List<String>> page(String of, String after, int limit) {
        return redis.zrangebylex(key(of), Range.from(after == null ? Boundary.unbounded() : Boundary.excluding(after), Boundary.unbounded()),
                Limit.from(limit));
    }

    /** For each of the users a score, or null when the node does not have them. */
    CompletionStage<List<Double>> scores(String of, String[] userIds) {
        return redis.zmscore(key(of), userIds);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ScoredValue<String>[] scored(Collection<String> userIds) {
        return userIds.stream().map(user -> ScoredValue.just(0, user)).toArray(ScoredValue[]::new);
    }

    private static String key(String node) {
        return "connections:{" + node + "}:users";
    }
}
