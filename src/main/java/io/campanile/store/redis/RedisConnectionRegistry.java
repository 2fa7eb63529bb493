package io.campanile.store.redis;

import io.campanile.domain.session.Availability;
import io.campanile.domain.session.Comings;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of this node, kept in Redis for all. What the edges tell is only noted; a {@link ConnectionWriter}
 * writes it down. Thread-safe.
 */
public final class RedisConnectionRegistry implements ConnectionRegistry, AutoCloseable {

    /** For how long the other nodes are taken for those they were. */
    private static final long OTHERS_FOR_MS = 500;

    private final String node;
    private final RegistryRedis redis;
    private final ConnectionTable table;
    private final UserTable users;
    private final ConnectionWriter writer;
    private final Clock clock;
    private final Map<String, HeldConnection> held = new ConcurrentHashMap<>();
    private volatile List<String> others = List.of();
    private volatile long othersReadAt;

    /**
     * @param url      as {@code redis.url}; the connections are this registry's own, so that it never waits behind others
     * @param holdDown for how long a user stays available after their last connection
     * @param comings  told of the users of this node
     */
    public RedisConnectionRegistry(String url, String node, Duration holdDown, Comings comings, Clock clock) {
        this.node = node;
        this.clock = clock;
        redis = new RegistryRedis(url);
        table = new ConnectionTable(redis.commands(), node);
        users = new UserTable(redis.commands(), node);
        UserWriter userWriter = new UserWriter(users, holdDown, comings, clock);
        writer = new ConnectionWriter(redis, table, userWriter, new InstallationClaims(redis.commands(), node), node, held, clock);
        redis.subscribe("connections:{" + node + "}:taken-over", this::takenOver);
        redis.whenBack(writer::repair);
        writer.start();
    }

    /** Which users are available, on all nodes. */
    public Availability availability() {
        return new RedisAvailability(table, users);
    }

    @Override
    public void opened(LiveConnection connection) {
        writer.write(held.computeIfAbsent(connection.id(), id -> new HeldConnection(connection)));
    }

    @Override
    public void authenticated(LiveConnection connection) {
        HeldConnection here = held.computeIfAbsent(connection.id(), id -> new HeldConnection(connection));
        writer.loggedIn(here);
    }

    @Override
    public void closed(LiveConnection connection) {
        HeldConnection gone = held.remove(connection.id());
        if (gone != null) {
            gone.end();
            writer.write(gone);
        }
    }

    @Override
    public List<ConnectionEntry> page(Owner owner, String after, int limit) {
        List<CompletionStage<List<ConnectionEntry>>> pages = Patience.await(table.nodes()).stream()
                .map(of -> table.page(of, owner, after, limit)).toList();
        List<ConnectionEntry> merged = new ArrayList<>();
        pages.forEach(page -> merged.addAll(Patience.await(page)));
        return merged.stream().sorted(Comparator.comparing(ConnectionEntry::connectionId)).limit(limit).map(this::exact).toList();
    }

    @Override
    public Map<String, Set<String>> otherNodesOf(Collection<String> userIds) {
        Map<String, CompletionStage<Set<String>>> asked = new HashMap<>();
        others().forEach(of -> asked.put(of, table.present(of, userIds)));
        Map<String, Set<String>> found = new HashMap<>();
        asked.forEach((of, present) -> found.put(of, Patience.await(present)));
        return found;
    }

    private List<String> others() {
        long now = clock.millis();
        if (Math.abs(now - othersReadAt) > OTHERS_FOR_MS) {
            others = Patience.await(table.nodes()).stream().filter(of -> !of.equals(node)).toList();
            othersReadAt = now;
        }
        return others;
    }

    @Override
    public boolean isAlive(String of) {
        return of.equals(node) || Patience.await(table.isAlive(of));
    }

    /** Of our own we know better; one that is gone has yet to be taken out. */
    private ConnectionEntry exact(ConnectionEntry read) {
        if (!read.node().equals(node)) {
            return read;
        }
        HeldConnection here = held.get(read.connectionId());
        return here != null ? ConnectionEntry.of(here.connection(), node)
                : new ConnectionEntry(read.connectionId(), read.userId(), read.sn(), read.clientId(), read.transport(), node,
                        ConnectionState.CLOSING, read.address(), read.since(), read.lastActivity());
    }

    /** It names the connection that lost, so one that came later is never meant. */
    private void takenOver(String connectionId) {
        HeldConnection older = held.get(connectionId);
        if (older != null) {
            older.connection().takenOver();
        }
    }

    @Override
    public void close() {
        writer.close();
        redis.close();
    }
}
