package io.campanile.edge.websocket;

import io.campanile.domain.session.Availability;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.LastSeen;
import io.campanile.domain.session.PresenceSubscriptions;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.UserPresences;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Users who are there as a test says, and what they watch. */
final class KnownUsers implements Availability, LastSeen, PresenceSubscriptions {

    static final long SEEN_AT = 1_000;

    final Set<String> existing = ConcurrentHashMap.newKeySet();
    final Set<String> there = new ConcurrentSkipListSet<>();
    private final Map<String, Set<String>> watched = new ConcurrentHashMap<>();
    private ConnectionRegistry held;
    /** Runs inside every look at who is there, after it was seen. */
    volatile Runnable afterLooking = () -> { };

    UserPresences presences(ConnectionRegistry connections) {
        held = connections;
        return new UserPresences(this, this);
    }

    @Override
    public Set<String> available(Collection<String> userIds) {
        Set<String> available = userIds.stream().filter(there::contains).collect(Collectors.toSet());
        afterLooking.run();
        return available;
    }

    @Override
    public Map<String, List<ConnectionEntry>> connections(Collection<String> userIds) {
        return userIds.stream().collect(Collectors.toMap(Function.identity(),
                user -> held.page(new Owner(Principal.Kind.USER, user), null, 10)));
    }

    @Override
    public List<String> page(String after, int limit) {
        return there.stream().filter(user -> after == null || user.compareTo(after) > 0).limit(limit).toList();
    }

    @Override
    public Set<String> nodes() {
        return Set.of("node-1");
    }

    @Override
    public void seen(Map<String, Long> seenAt) {
        existing.addAll(seenAt.keySet());
    }

    @Override
    public Map<String, Optional<Long>> find(Collection<String> userIds) {
        Map<String, Optional<Long>> found = new HashMap<>();
        userIds.stream().filter(existing::contains).forEach(user -> found.put(user, Optional.of(SEEN_AT)));
        return found;
    }

    @Override
    public List<String> of(String userId, String clientId, int limit) {
        return List.copyOf(watched.getOrDefault(userId + "." + clientId, Set.of()));
    }

    @Override
    public void add(String userId, String clientId, Collection<String> more) {
        watched.computeIfAbsent(userId + "." + clientId, none -> new TreeSet<>()).addAll(more);
    }

    @Override
    public void remove(String userId, String clientId, Collection<String> fewer) {
        watched.getOrDefault(userId + "." + clientId, new TreeSet<>()).removeAll(fewer);
    }
}
