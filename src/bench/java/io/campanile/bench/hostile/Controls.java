package io.campanile.bench.hostile;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is no attack at all: by how much the clients notice it, the judge's own machine is what they notice. */
final class Controls {

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Controls() {
    }

    static boolean includes(Attack attack) {
        return all().stream().anyMatch(control -> control.name().equals(attack.name()));
    }

    static List<Attack> all() {
        return List.of(
                Attack.alone("(nobody attacks)", (target, from) -> LockSupport.parkNanos(BUSY_NANOS)),
                Attack.alone("(the attackers' core is busy, no more)", (target, from) -> {
                    long end = System.nanoTime() + BUSY_NANOS;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                }));
    }
}
