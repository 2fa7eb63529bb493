package io.campanile.flow.message.probe;

import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.ReservedNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections of all nodes and, found by their names alone, their probes, which nobody sees anywhere else. Thread-safe. */
public final class ProbedConnections implements ConnectionRegistry {

    private final ConnectionRegistry connections;
    private final String node;

    public ProbedConnections(ConnectionRegistry connections, String node) {
        this.connections = connections;
        this.node = node;
    }

    @Override
    public Map<String, Set<String>> otherNodesOf(Collection<String> userIds) {
        List<String> people = new ArrayList<>(userIds.size());
        Map<String, Set<String>> found = new HashMap<>();
        for (String userId : userIds) {
            ReservedNames.probedNode(userId).ifPresentOrElse(of -> found.computeIfAbsent(of, id -> new HashSet<>()).add(userId), () -> people.add(userId));
        }
        found.remove(node);
        if (!people.isEmpty()) {
            connections.otherNodesOf(people).forEach((of, present) -> found.merge(of, present, (probes, users) -> {
                probes.addAll(users);
                return probes;
            }));
        }
        return found;
    }

    @Override
    public void opened(LiveConnection connection) {
        connections.opened(connection);
    }

    @Override
    public void authenticated(LiveConnection connection) {
        connections.authenticated(connection);
    }

    @Override
    public void closed(LiveConnection connection) {
        connections.closed(connection);
    }

    @Override
    public List<ConnectionEntry> page(Owner owner, String after, int limit) {
        return connections.page(owner, after, limit);
    }

    @Override
    public boolean isAlive(String of) {
        return connections.isAlive(of);
    }
}
