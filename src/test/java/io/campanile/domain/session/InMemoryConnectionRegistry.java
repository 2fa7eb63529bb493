package io.campanile.domain.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The connections of a lone node that takes nothing over. */
public final class InMemoryConnectionRegistry implements ConnectionRegistry {

    private final ConcurrentNavigableMap<String, LiveConnection> held = new ConcurrentSkipListMap<>();

    @Override
    public void opened(LiveConnection connection) {
        held.put(connection.id(), connection);
    }

    @Override
    public void authenticated(LiveConnection connection) {
        held.put(connection.id(), connection);
    }

    @Override
    public void closed(LiveConnection connection) {
        held.remove(connection.id());
    }

    @Override
    public List<ConnectionEntry> page(Owner owner, String after, int limit) {
        return held.values().stream()
                .filter(connection -> after == null || connection.id().compareTo(after) > 0)
                .filter(connection -> owner == null || connection.principal() != null && Owner.of(connection.principal()).equals(owner))
                .limit(limit).map(connection -> ConnectionEntry.of(connection, "node-1")).toList();
    }

    public Collection<LiveConnection> held() {
        return held.values();
    }

    @Override
    public Map<String, Set<String>> otherNodesOf(Collection<String> userIds) {
        return Map.of();
    }

    @Override
    public boolean isAlive(String node) {
        return true;
    }
}
