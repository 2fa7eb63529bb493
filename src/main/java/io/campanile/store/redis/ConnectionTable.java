package io.campanile.store.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.Principal;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The connections of each node in Redis. All keys of a node end with its lease, so a node that died is gone by itself:
 * <pre>
 * connections:nodes             sorted set, the nodes by their last sign of life, ms; one dead for long is taken out by any
 * connections:{node}:lease      there while the node lives
 * connections:{node}:entries    hash, connection id → entry as JSON
 * connections:{node}:ids        sorted set, all scores 0: the connection ids, in their order
 * connections:{node}:owners     the same of u:&lt;user_id&gt;:&lt;connection id&gt; and d:&lt;sn&gt;:&lt;connection id&gt;
 * </pre>
 * Nothing waits for Redis here. Thread-safe.
 */
final class ConnectionTable {

    /** For how long a node counts as alive without a sign of life. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final String NODES = "connections:nodes";
    private static final Script PAGE = new Script("page_connections");
    private static final Script PRESENT = new Script("present_users");
    private static final String AFTER_ALL = "\u007f";

    private final RedisAsyncCommands<String, String> redis;
    private final ObjectMapper json = new ObjectMapper();
    private final String node;

    ConnectionTable(RedisAsyncCommands<String, String> redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    /**
     * @param now ms, by the clock of Redis: a node whose own is behind must not look dead
     * @return whether the lease was still there: if not, neither are the entries
     */
    CompletionStage<Boolean> renew(long now) {
        redis.zadd(NODES, now, node);
        redis.zremrangebyscore(NODES, Range.create(0, now - 6 * LEASE.toMillis()));
        prolong();
        return redis.pexpire(lease(), LEASE);
    }

    /** Begins a new lease. */
    CompletionStage<?> begin() {
        return redis.psetex(lease(), LEASE.toMillis(), "");
    }

    CompletionStage<?> write(Collection<ConnectionEntry> entries) {
        Map<String, String> rows = new HashMap<>();
        List<ScoredValue<String>> owners = new ArrayList<>();
        List<ScoredValue<String>> ids = new ArrayList<>();
        for (ConnectionEntry entry : entries) {
            rows.put(entry.connectionId(), encode(entry));
            ids.add(ScoredValue.just(0, entry.connectionId()));
            if (owner(entry) != null) {
                owners.add(ScoredValue.just(0, prefix(owner(entry)) + entry.connectionId()));
            }
        }
        redis.hset(entries(node), rows);
        if (!owners.isEmpty()) {
            redis.zadd(owners(node), scored(owners));
        }
        redis.zadd(ids(node), scored(ids));
        return prolong();
    }

    CompletionStage<?> remove(Collection<ConnectionEntry> entries) {
        redis.zrem(ids(node), entries.stream().map(ConnectionEntry::connectionId).toArray(String[]::new));
        String[] owned = entries.stream().filter(entry -> owner(entry) != null)
                .map(entry -> prefix(owner(entry)) + entry.connectionId()).toArray(String[]::new);
        if (owned.length > 0) {
            redis.zrem(owners(node), owned);
        }
        return redis.hdel(entries(node), entries.stream().map(ConnectionEntry::connectionId).toArray(String[]::new));
    }

    /** What Redis has of this node. */
    CompletionStage<List<ConnectionEntry>> own() {
        return redis.hvals(entries(node)).thenApply(rows -> rows.stream().map(this::decode).toList());
    }

    /** Forgets what this node held; it stays among the nodes for as long as its users may. */
    CompletionStage<?> clear() {
        return redis.del(lease(), entries(node), ids(node), owners(node));
    }

    CompletionStage<List<String>> nodes() {
        return redis.zrange(NODES, 0, -1);
    }

    CompletionStage<Boolean> isAlive(String of) {
        return redis.exists("connections:{" + of + "}:lease").thenApply(there -> there == 1);
    }

    /** Which of these users have a connection to a node. */
    CompletionStage<Set<String>> present(String of, Collection<String> userIds) {
        CompletionStage<List<String>> found = PRESENT.run(redis, ScriptOutputType.MULTI, new String[] {owners(of)}, userIds.toArray(String[]::new));
        return found.thenApply(Set::copyOf);
    }

    /** The connections of one node; of an owner, or all when that is null. */
    CompletionStage<List<ConnectionEntry>> page(String of, Owner owner, String after, int limit) {
        String prefix = owner == null ? "" : prefix(owner);
        CompletionStage<List<String>> rows = PAGE.run(redis, ScriptOutputType.MULTI,
                new String[] {entries(of), owner == null ? ids(of) : owners(of)},
                after == null ? "[" + prefix : "(" + prefix + after, "(" + prefix + AFTER_ALL,
                String.valueOf(limit), String.valueOf(prefix.length()));
        return rows.thenApply(found -> found.stream().map(this::decode).toList());
    }

    private CompletionStage<Boolean> prolong() {
        redis.pexpire(entries(node), LEASE);
        redis.pexpire(ids(node), LEASE);
        return redis.pexpire(owners(node), LEASE);
    }

    private String encode(ConnectionEntry entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConnectionEntry decode(String row) {
        try {
            return json.readValue(row, ConnectionEntry.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Owner owner(ConnectionEntry entry) {
        if (entry.userId() != null) {
            return new Owner(Principal.Kind.USER, entry.userId());
        }
        return entry.sn() == null ? null : new Owner(Principal.Kind.DEVICE, entry.sn());
    }

    private static String prefix(Owner owner) {
        return (owner.kind() == Principal.Kind.DEVICE ? "d:" : "u:") + owner.id() + ":";
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ScoredValue<String>[] scored(List<ScoredValue<String>> values) {
        return values.toArray(new ScoredValue[0]);
    }

    private String lease() {
        return "connections:{" + node + "}:lease";
    }

    private static String entries(String node) {
        return "connections:{" + node + "}:entries";
    }

    private static String ids(String node) {
        return "connections:{" + node + "}:ids";
    }

    private static String owners(String node) {
        return "connections:{" + node + "}:owners";
    }
}
