package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.room.EphemeralRooms;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code room:<room_id>:nodes} is the set of nodes that have connections in the room, {@code room:<room_id>:<node>} says of each
 * of these whose it is, by connection id. Each node's part ends with its lease; {@link #renew} must be called well before. What Redis lost, the next renewal
 * brings back.
 */
public final class RedisEphemeralRooms implements EphemeralRooms {

    /** How often {@link #renew} is to be called. */
    public static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration LEASE = RENEWAL.multipliedBy(3);
    private static final Logger LOG = LoggerFactory.getLogger(RedisEphemeralRooms.class);

    private final StatefulRedisConnection<String, String> redis;
    private final String node;
    private final Map<String, Map<String, String>> here = new ConcurrentHashMap<>();

    public RedisEphemeralRooms(StatefulRedisConnection<String, String> redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    @Override
    public int join(String roomId, String connectionId, String userId) {
        here.compute(roomId, (room, present) -> {
            Map<String, String> members = present == null ? new ConcurrentHashMap<>() : present;
            members.put(connectionId, userId);
            return members;
        });
        return ask(commands -> {
            commands.hset(part(roomId, node), connectionId, userId);
            keep(commands, roomId);
            return sum(commands, roomId, part -> Math.toIntExact(commands.hlen(part)));
        });
    }

    @Override
    public int leave(String roomId, String connectionId) {
        here.computeIfPresent(roomId, (room, members) -> {
            members.remove(connectionId);
            return members.isEmpty() ? null : members;
        });
        return ask(commands -> {
            commands.hdel(part(roomId, node), connectionId);
            return sum(commands, roomId, part -> Math.toIntExact(commands.hlen(part)));
        });
    }

    @Override
    public int count(String roomId) {
        return ask(commands -> sum(commands, roomId, part -> Math.toIntExact(commands.hlen(part))));
    }

    @Override
    public SortedSet<String> members(String roomId) {
        return ask(commands -> commands.smembers(nodes(roomId)).stream().flatMap(member -> commands.hvals(part(roomId, member)).stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Override
    public boolean isPresent(String roomId, String userId) {
        if (here.getOrDefault(roomId, Map.of()).containsValue(userId)) {
            return true;
        }
        return ask(commands -> sum(commands, roomId, part -> commands.hvals(part).contains(userId) ? 1 : 0)) > 0;
    }

    /** Says again which connections of this node are in which room. Never fails: the next one will do. */
    public void renew() {
        try {
            here.forEach((roomId, members) -> {
                redis.sync().hset(part(roomId, node), members);
                keep(redis.sync(), roomId);
            });
        } catch (RedisException e) {
            LOG.warn("ephemeral rooms cannot be renewed: {}", e.getMessage());
        }
    }

    private void keep(RedisCommands<String, String> commands, String roomId) {
        commands.expire(part(roomId, node), LEASE);
        commands.sadd(nodes(roomId), node);
        commands.expire(nodes(roomId), LEASE);
    }

    private static int sum(RedisCommands<String, String> commands, String roomId, ToIntFunction<String> ofPart) {
        return commands.smembers(nodes(roomId)).stream().mapToInt(member -> ofPart.applyAsInt(part(roomId, member))).sum();
    }

    private static String nodes(String roomId) {
        return "room:" + roomId + ":nodes";
    }

    private static String part(String roomId, String node) {
        return "room:" + roomId + ":" + node;
    }

    private <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try {
            return question.apply(redis.sync());
        } catch (RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "rooms are unavailable: try again");
        }
    }
}
