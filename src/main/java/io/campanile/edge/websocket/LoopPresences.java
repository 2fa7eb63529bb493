package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.UserPresence;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who watches which users on one event loop, and the newest that this loop was told of each. Belongs to its event loop: no
 * locks.
 */
final class LoopPresences {

    private final LoopWatchers devices;
    private final int most;
    private final WatchCount count;
    private final Map<String, Latest> presences = new HashMap<>();
    private final Map<String, Set<Connection>> watchers = new HashMap<>();
    private final Map<Connection, Set<String>> watching = new HashMap<>();

    /**
     * @param devices what the loop knows of devices: connections are told both by one way
     * @param most    how many users one connection may watch
     */
    LoopPresences(LoopWatchers devices, int most, WatchCount count) {
        this.devices = devices;
        this.most = most;
        this.count = count;
    }

    /**
     * @return those whom the connection did not watch before
     * @throws CodedException 400 when they would be too many; then nothing has changed
     */
    Set<String> watch(Connection connection, Collection<String> userIds) {
        Set<String> present = watching.getOrDefault(connection, Set.of());
        Set<String> added = new LinkedHashSet<>(userIds);
        added.removeAll(present);
        if (present.size() + added.size() > most) {
            throw CodedException.invalid("user_ids", "a connection may watch " + most + " users, and these would be " + (present.size() + added.size()));
        }
        added.forEach(user -> {
            watching.computeIfAbsent(connection, none -> new LinkedHashSet<>()).add(user);
            watchers.computeIfAbsent(user, none -> new LinkedHashSet<>()).add(connection);
            count.more(user);
        });
        return added;
    }

    void unwatch(Connection connection, Collection<String> userIds) {
        Set<String> present = watching.get(connection);
        if (present == null) {
            return;
        }
        for (String user : userIds) {
            if (present.remove(user)) {
                release(connection, user);
                Latest latest = presences.get(user);
                if (latest != null) {
                    connection.outbox().known(latest);
                }
            }
        }
        if (present.isEmpty()) {
            watching.remove(connection);
        }
    }

    void remove(Connection connection) {
        watching.getOrDefault(connection, Set.of()).forEach(user -> release(connection, user));
        watching.remove(connection);
    }

    Set<String> watchedBy(Connection connection) {
        return Set.copyOf(watching.getOrDefault(connection, Set.of()));
    }

    /** Tells whoever watches the user, unless it is no news. */
    void changed(UserPresence presence, SharedFrame frame) {
        Latest latest = presences.computeIfAbsent(presence.userId(), devices::latest);
        if (!Boolean.valueOf(presence.available()).equals(latest.value())) {
            latest.replace(latest.version() + 1, presence.available(), frame);
            watchers.getOrDefault(presence.userId(), Set.of()).forEach(connection -> push(connection, latest));
        }
    }

    private static void push(Connection connection, Latest latest) {
        connection.outbox().outdated(latest);
        connection.outbox().offer(latest);
    }

    /** The connection is answered with this, so that is no news to it. */
    void answered(Connection connection, UserPresence presence, SharedFrame frame) {
        changed(presence, frame);
        connection.outbox().known(presences.get(presence.userId()));
    }

    /** The same for a connection that begins to watch now: it is told by a push how the user is. */
    void show(Connection connection, UserPresence presence, SharedFrame frame) {
        answered(connection, presence, frame);
        push(connection, presences.get(presence.userId()));
    }

    private void release(Connection connection, String user) {
        count.less(user);
        watchers.computeIfPresent(user, (id, connections) -> {
            connections.remove(connection);
            return connections.isEmpty() ? null : connections;
        });
    }
}
