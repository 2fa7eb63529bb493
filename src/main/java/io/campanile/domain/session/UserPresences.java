package io.campanile.domain.session;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The presence of users as all nodes tell it (PROTOCOL 6). Thread-safe; blocks on the stores, and fails with 503 when one is away. */
public final class UserPresences {

    private final Availability availability;
    private final LastSeen lastSeen;

    public UserPresences(Availability availability, LastSeen lastSeen) {
        this.availability = availability;
        this.lastSeen = lastSeen;
    }

    /** With their connections; who does not exist is left out. */
    public List<UserPresence> find(Collection<String> userIds) {
        return read(userIds, availability::connections);
    }

    /** The same without the connections, which spares a round trip. */
    public List<UserPresence> summaries(Collection<String> userIds) {
        return read(userIds, available -> Map.of());
    }

    /** Those who are available, by user id, without their connections. */
    public List<UserPresence> page(String after, int limit) {
        List<String> userIds = availability.page(after, limit);
        Map<String, Optional<Long>> seen = lastSeen.find(userIds);
        return userIds.stream()
                .map(user -> new UserPresence(user, true, seen.getOrDefault(user, Optional.empty()).orElse(null), List.of())).toList();
    }

    private List<UserPresence> read(Collection<String> userIds, Function<Set<String>, Map<String, List<ConnectionEntry>>> connections) {
        Set<String> asked = new LinkedHashSet<>(userIds);
        Set<String> available = availability.available(asked);
        Map<String, List<ConnectionEntry>> held = connections.apply(available);
        Map<String, Optional<Long>> known = lastSeen.find(asked);
        return asked.stream().filter(user -> known.containsKey(user) || available.contains(user))
                .map(user -> new UserPresence(user, available.contains(user), known.getOrDefault(user, Optional.empty()).orElse(null),
                        held.getOrDefault(user, List.of())))
                .toList();
    }
}
