package io.campanile.store.redis;

import io.campanile.domain.session.Availability;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What the {@link UserTable} of each node says, all nodes asked at once. Thread-safe. */
final class RedisAvailability implements Availability {

    /** Of a user on one node. */
    private static final int MOST_CONNECTIONS = 200;

    private final ConnectionTable connections;
    private final UserTable users;

    RedisAvailability(ConnectionTable connections, UserTable users) {
        this.connections = connections;
        this.users = users;
    }

    @Override
    public Set<String> available(Collection<String> userIds) {
        Set<String> available = new HashSet<>();
        if (userIds.isEmpty()) {
            return available;
        }
        String[] asked = userIds.toArray(String[]::new);
        List<CompletionStage<List<Double>>> answers = Patience.await(connections.nodes()).stream()
                .map(node -> users.scores(node, asked)).toList();
        for (CompletionStage<List<Double>> answer : answers) {
            List<Double> scores = Patience.await(answer);
            for (int i = 0; i < asked.length; i++) {
                if (scores.get(i) != null) {
                    available.add(asked[i]);
                }
            }
        }
        return available;
    }

    @Override
    public Map<String, List<ConnectionEntry>> connections(Collection<String> userIds) {
        Map<String, List<CompletionStage<List<ConnectionEntry>>>> answers = new LinkedHashMap<>();
        for (String node : userIds.isEmpty() ? List.<String>of() : Patience.await(connections.nodes())) {
            userIds.forEach(user -> answers.computeIfAbsent(user, first -> new ArrayList<>())
                    .add(connections.page(node, new Owner(Principal.Kind.USER, user), null, MOST_CONNECTIONS)));
        }
        Map<String, List<ConnectionEntry>> held = new HashMap<>();
        answers.forEach((user, pages) -> pages.stream().flatMap(page -> Patience.await(page).stream())
                .filter(entry -> entry.state() != ConnectionState.CLOSING)
                .forEach(entry -> held.computeIfAbsent(user, first -> new ArrayList<>()).add(entry)));
        return held;
    }

    @Override
    public List<String> page(String after, int limit) {
        List<CompletionStage<List<String>>> pages = Patience.await(connections.nodes()).stream()
                .map(node -> users.page(node, after, limit)).toList();
        return pages.stream().flatMap(page -> Patience.await(page).stream()).sorted().distinct().limit(limit).toList();
    }

    @Override
    public Set<String> nodes() {
        Map<String, CompletionStage<Boolean>> alive = new LinkedHashMap<>();
        Patience.await(connections.nodes()).forEach(node -> alive.put(node, connections.isAlive(node)));
        return alive.keySet().stream().filter(node -> Patience.await(alive.get(node))).collect(Collectors.toUnmodifiableSet());
    }
}
