package io.campanile.edge.websocket;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.Presence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who watches what on one event loop, and the newest that this loop was told of each device. A connection is sent a
 * {@link Latest} at most once, so never an older version after a newer one. Belongs to its event loop: no locks.
 */
final class LoopWatchers {

    private record Section(String sn, String name) {
    }

    private final Map<String, Latest> states = new HashMap<>();
    private final Map<String, Latest> presences = new HashMap<>();
    private final Map<Section, Alert> alerts = new HashMap<>();
    private final Map<Selection.Key, Set<Connection>> watchers = new HashMap<>();
    private final Map<Connection, Set<Selection.Key>> watching = new HashMap<>();
    private final boolean conflate;
    private int indexes;

    /** @param conflate false: a watcher is sent every state, and closed with 1013 when too many wait */
    LoopWatchers(boolean conflate) {
        this.conflate = conflate;
    }

    /** @return the part of the selection that the connection did not watch before */
    Selection watch(Connection connection, Selection selection) {
        Set<Selection.Key> added = new HashSet<>(selection.keys());
        added.removeAll(watching.computeIfAbsent(connection, none -> new HashSet<>()));
        for (Selection.Key key : added) {
            watchers.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(connection);
            watching.get(connection).add(key);
        }
        return new Selection(added);
    }

    void unwatch(Connection connection, Selection selection) {
        Set<Selection.Key> present = watching.get(connection);
        if (present == null) {
            return;
        }
        for (Selection.Key key : selection.keys()) {
            if (present.remove(key)) {
                release(connection, key);
            }
        }
        forget(connection, states);
        forget(connection, presences);
    }

    /** All that the connection watches. */
    Set<Selection.Key> watchedBy(Connection connection) {
        return Set.copyOf(watching.getOrDefault(connection, Set.of()));
    }

    void remove(Connection connection) {
        Set<Selection.Key> present = watching.remove(connection);
        if (present != null) {
            present.forEach(key -> release(connection, key));
        }
    }

    void state(DeviceState state, SharedFrame frame) {
        Latest latest = states.computeIfAbsent(state.sn(), sn -> new Latest(indexes++, sn, state.type()));
        if (state.version() > latest.version()) {
            latest.replace(state.version(), state, frame);
            spread(latest);
        }
    }

    void presence(Presence presence, SharedFrame frame) {
        Latest latest = presences.computeIfAbsent(presence.sn(), sn -> new Latest(indexes++, sn, presence.type()));
        if (presence.ts() >= latest.version() && !presence.equals(latest.value())) {
            latest.replace(presence.ts(), presence, frame);
            spread(latest);
        }
    }

    void alert(Alert alert, String type, SharedFrame frame) {
        Section section = new Section(alert.sn(), alert.section());
        Alert known = alerts.get(section);
        if (known == null || alert.isLaterThan(known)) {
            alerts.put(section, alert);
            watchersOf(alert.sn(), type).forEach(connection -> connection.send(frame.get()));
        }
    }

    void status(String sn, String type, SharedFrame frame) {
        watchersOf(sn, type).forEach(connection -> connection.send(frame.get()));
    }

    /** For who watches the device; who gave the command is told apart from them. */
    void reply(Answer answer, SharedFrame frame) {
        watchersOf(answer.sn(), answer.type()).stream()
                .filter(connection -> connection.principal().isDevice() || !connection.principal().id().equals(answer.givenBy()))
                .forEach(connection -> connection.send(frame.get()));
    }

    /** What this loop knows of something else than a device, told by the same way. */
    Latest latest(String name) {
        return new Latest(indexes++, name, "");
    }

    /** Sends the connection what this loop knows of the device, unless it has that already or watches it no more. */
    void show(Connection connection, DeviceState read, SharedFrame frame) {
        state(read, frame);
        if (watchersOf(read.sn(), read.type()).contains(connection)) {
            connection.outbox().offer(states.get(read.sn()));
        }
    }

    /** The devices of the selection that this loop was told of. */
    int count(Selection selection) {
        return (int) states.values().stream().filter(latest -> selection.covers(latest.sn, latest.type)).count();
    }

    private void spread(Latest latest) {
        Set<Connection> connections = watchersOf(latest.sn, latest.type);
        connections.forEach(connection -> {
            connection.outbox().outdated(latest);
            if (conflate) {
                connection.outbox().offer(latest);
            } else if (!connection.isClosing() && !connection.outbox().offerEvery(latest)) {
                connection.close(CloseCode.TOO_SLOW);
            }
        });
    }

    private Set<Connection> watchersOf(String sn, String type) {
        Set<Connection> one = watchers.getOrDefault(Selection.Key.sn(sn), Set.of());
        Set<Connection> some = watchers.getOrDefault(Selection.Key.type(type), Set.of());
        Set<Connection> all = watchers.getOrDefault(Selection.Key.ALL, Set.of());
        if (some.isEmpty() && all.isEmpty()) {
            return one;
        }
        if (one.isEmpty() && (some.isEmpty() || all.isEmpty())) {
            return some.isEmpty() ? all : some;
        }
        Set<Connection> union = new LinkedHashSet<>(one);
        List.of(some, all).forEach(union::addAll);
        return union;
    }

    private void release(Connection connection, Selection.Key key) {
        watchers.computeIfPresent(key, (k, connections) -> {
            connections.remove(connection);
            return connections.isEmpty() ? null : connections;
        });
    }

    /** A later subscription to what is not watched any more begins with the present state again. */
    private void forget(Connection connection, Map<String, Latest> known) {
        Consumer<Latest> outdated = connection.outbox()::outdated;
        known.values().stream()
                .filter(latest -> !watchersOf(latest.sn, latest.type).contains(connection))
                .forEach(outdated);
    }
}
