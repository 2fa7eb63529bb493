package io.campanile.domain.session;

import io.campanile.domain.session.ConnectionRegistry.Owner;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The presence of users as all nodes tell it (PROTOCOL 6). Thread-safe; blocks on the stores, and fails with 503 when one is away. */
public final class UserPresences {

    private static final int MOST_CONNECTIONS = 200;

    private final Availability availability;
    private final ConnectionRegistry connections;
    private final LastSeen lastSeen;

    public UserPresences(Availability availability, ConnectionRegistry connections, LastSeen lastSeen) {
        this.availability = availability;
        this.connections = connections;
        this.lastSeen = lastSeen;
    }

    /** With their connections; who does not exist is left out. */
    public List<UserPresence> find(Collection<String> userIds) {
        return read(userIds, (user, available) -> available ? connectionsOf(user) : List.of());
    }

    /** The same without the connections, which costs three round trips however many they are. */
    public List<UserPresence> summaries(Collection<String> userIds) {
        return read(userIds, (user, available) -> List.of());
    }

    /** Those who are available, by user id, without their connections. */
    public List<UserPresence> page(String after, int limit) {
        List<String> userIds = availability.page(after, limit);
        Map<String, Optional<Long>> seen = lastSeen.find(userIds);
        return userIds.stream()
                .map(user -> new UserPresence(user, true, seen.getOrDefault(user, Optional.empty()).orElse(null), List.of())).toList();
    }

    private List<UserPresence> read(Collection<String> userIds, BiFunction<String, Boolean, List<ConnectionEntry>> held) {
        Set<String> asked = new LinkedHashSet<>(userIds);
        Set<String> available = availability.available(asked);
        Map<String, Optional<Long>> known = lastSeen.find(asked);
        return asked.stream().filter(user -> known.containsKey(user) || available.contains(user))
                .map(user -> new UserPresence(user, available.contains(user), known.getOrDefault(user, Optional.empty()).orElse(null),
                        held.apply(user, available.contains(user))))
                .toList();
    }

    private List<ConnectionEntry> connectionsOf(String userId) {
        return connections.page(new Owner(Principal.Kind.USER, userId), null, MOST_CONNECTIONS).stream()
                .filter(entry -> entry.state() != ConnectionState.CLOSING).toList();
    }
}
