package io.campanile.bench.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What one party was told, by call and in the order in which it came. Thread-safe. */
final class Mailbox {

    private final Map<String, List<Told>> told = new HashMap<>();

    /** Under its call, and under the request that it answers. */
    synchronized void put(JsonNode body) {
        Told heard = Told.of(body);
        for (String name : List.of("call_id", "request_id")) {
            if (body.path(name).isTextual()) {
                told.computeIfAbsent(body.path(name).asText(), key -> new ArrayList<>()).add(heard);
            }
        }
        notifyAll();
    }

    /** @return the first that fits, as soon as it is there; null when it does not come in time */
    synchronized Told await(String key, Predicate<Told> fitting, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Told found = all(key).stream().filter(fitting).findFirst().orElse(null);
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (found != null || left <= 0) {
                return found;
            }
            wait(left);
        }
    }

    synchronized List<Told> all(String key) {
        return List.copyOf(told.getOrDefault(key, List.of()));
    }
}
