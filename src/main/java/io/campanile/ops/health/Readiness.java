package io.campanile.ops.health;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether everything is there that the node stands on. It is asked at every request on event loops, so it never blocks:
 * the answers are those of probes in the background. Thread-safe.
 */
public final class Readiness implements AutoCloseable {

    /** A probe that takes longer counts as failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Watch> watches;

    /** Begins to ask. Everything counts as there until a probe fails: the node has just connected to it. */
    public Readiness(List<Dependency> dependencies, Duration interval, Clock clock) {
        watches = dependencies.stream().map(dependency -> new Watch(dependency, interval, PATIENCE, clock)).toList();
    }

    public boolean isUp() {
        for (Watch watch : watches) {
            if (watch.outage().isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** @return empty when it is there, or not among the dependencies */
    public Optional<Outage> outage(String name) {
        for (Watch watch : watches) {
            if (watch.name().equals(name)) {
                return watch.outage();
            }
        }
        return Optional.empty();
    }

    List<String> names() {
        return watches.stream().map(Watch::name).toList();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
