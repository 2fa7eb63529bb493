package io.campanile.bench.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of the commands, as the devices and the gateway tell it.
 *
 * @param ends      how many ended in each state
 * @param repeats   how often a device was sent a command that it had; it executes none twice, since it remembers
 * @param complaints what should not be, one line each
 */
public record Verdict(int commands, int devices, Map<String, Integer> ends, int received, int repeats, List<String> complaints) {

    public boolean isRight() {
        return complaints.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "commands %,d to %,d devices, across a kill -9%n", commands, devices));
        ends.forEach((state, count) -> text.append(String.format(Locale.ROOT, "  ended %-11s %,8d%n", state, count)));
        text.append(String.format(Locale.ROOT, "  executed by devices %,5d, sent again to one that had it %,d%n", received, repeats));
        complaints.stream().limit(20).forEach(complaint -> text.append("  WRONG ").append(complaint).append('\n'));
        return text.append(isRight() ? "verdict: each reached its one right end" : "verdict: " + complaints.size() + " WRONG").toString();
    }
}
