package io.campanile.bench.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Pushes to one group of connections after the other, by either node in turn. A push to all comes last: pushes have one order,
 * so whoever has it has whatever was to come before.
 */
final class ConditionalPushes {

    private static final int OUTCOME_PATIENCE_S = 10;

    private record Sent(int group, long at) {
    }

    private final Node first;
    private final Node second;
    private final int connections;
    private final int groups;
    private final Map<String, Sent> sent = new LinkedHashMap<>();

    ConditionalPushes(Node first, Node second, int connections, int groups) {
        this.first = first;
        this.second = second;
        this.connections = connections;
        this.groups = groups;
    }

    Verdict run(int pushes) throws IOException, InterruptedException {
        String token = first.post("/api/v1/sessions", null, Map.of("username", "admin", "password", Node.PASSWORD)).path("token").asText();
        try (Listeners listeners = new Listeners(List.of(first.webSocket(), second.webSocket()), token, connections, groups)) {
            for (int i = 0; i < pushes; i++) {
                int group = i % groups;
                long at = System.nanoTime();
                String id = push(i % 2 == 0 ? first : second, token, Map.of("where", Map.of("attr.group", String.valueOf(group))));
                sent.put(id, new Sent(group, at));
                // One at a time, so that its time is its own
                long members = listeners.count(listener -> listener.group() == group);
                listeners.becomes(() -> listeners.count(listener -> listener.hasHeard(id)) >= members);
            }
            String last = push(first, token, Map.of("all", true));
            listeners.becomes(() -> listeners.all().allMatch(listener -> listener.hasHeard(last)));
            boolean told = true;
            for (Map.Entry<String, Sent> push : sent.entrySet()) {
                long members = listeners.count(listener -> listener.group() == push.getValue().group());
                told &= isTold(push.getKey(), token, members);
            }
            return judge(listeners, last, told);
        }
    }

    private static String push(Node node, String token, Map<String, ?> target) throws IOException, InterruptedException {
        return node.post("/api/v1/pushes", token, Map.of("target", target, "values", Map.of("text", "hello"))).path("push_id").asText();
    }

    private boolean isTold(String pushId, String token, long members) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTCOME_PATIENCE_S);
        JsonNode outcome;
        do {
            outcome = second.get("/api/v1/pushes/" + pushId, token);
        } while (outcome.path("nodes").size() < 2 && System.nanoTime() < deadline);
        return outcome.path("nodes").size() == 2 && outcome.path("matched").asLong() == members && outcome.path("sent").asLong() == members
                && outcome.path("failed").isEmpty();
    }

    private Verdict judge(Listeners listeners, String last, boolean told) {
        long meant = 0;
        long reached = 0;
        long wrong = 0;
        Map<String, Long> lastHeard = new LinkedHashMap<>();
        for (Listener listener : listeners.all().toList()) {
            List<String> due = new ArrayList<>(sent.entrySet().stream()
                    .filter(push -> push.getValue().group() == listener.group()).map(Map.Entry::getKey).toList());
            meant += due.size();
            for (Listener.Heard heard : listener.heard()) {
                if (due.remove(heard.pushId())) {
                    reached++;
                    lastHeard.merge(heard.pushId(), heard.at(), Math::max);
                } else if (!heard.pushId().equals(last)) {
                    wrong++;
                }
            }
        }
        double[] took = lastHeard.entrySet().stream().mapToDouble(push -> (push.getValue() - sent.get(push.getKey()).at()) / 1e6).sorted().toArray();
        return new Verdict(connections, sent.size(), meant, reached, meant - reached, wrong, told,
                took.length == 0 ? 0 : took[took.length / 2], took.length == 0 ? 0 : took[took.length - 1]);
    }
}
