package io.campanile.bench.message;

import io.campanile.bench.checker.Arguments;
import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param nodes     one or two: what one alone keeps in its database goes by another way
 * @param users     how many write to each other
 * @param mqtt      how many of them over MQTT, the others over WebSocket
 * @param rate      messages a second, of all of them
 * @param duration  for how long they write, at least: they go on until all faults have happened
 * @param kills     how often a node is killed besides the once between numbering and commit
 * @param rebalance how often partitions are moved
 * @param settle    how long what is left may take afterwards
 */
public record Plan(int nodes, int users, int mqtt, int rate, Duration duration, int kills, Duration rebalance, Duration settle, long seed) {

    static Plan of(Arguments arguments) {
        int users = arguments.number("users", 200);
        return new Plan(arguments.number("nodes", 2), users, arguments.number("mqtt", users / 10), arguments.number("rate", 800), arguments.duration("duration", "120s"),
                arguments.number("kills", 4), arguments.duration("rebalance", "5s"), arguments.duration("settle", "180s"),
                Long.parseLong(arguments.get("seed", String.valueOf(System.nanoTime()))));
    }
}
