package io.campanile.bench.hostile;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** One attack going on, by all its attackers, until it is ended. */
public final class Siege {

    /**
     * Between the attempts of one attacker, each of which may be a flood. Without it attackers that have a machine in common
     * with the gateway would take its cores, and that is not what is asked.
     */
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Void>> attackers;
    private volatile boolean over;

    public Siege(Target target, Attack attack) {
        attackers = IntStream.range(0, attack.attackers()).mapToObj(i -> threads.<Void>submit(() -> {
            while (true) {
                long next = System.nanoTime() + INTERVAL_NANOS;
                attack.attempt().make(target, attack.from());
                if (over) {
                    return null;
                }
                LockSupport.parkNanos(next - System.nanoTime());
            }
        })).toList();
    }

    /**
     * Waits for the attempts that have begun, each of which was made once at the least.
     *
     * @throws Unexpected when the gateway did not do what PROTOCOL says
     */
    public void end() throws Exception {
        over = true;
        threads.shutdown();
        for (Future<Void> attacker : attackers) {
            try {
                attacker.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }
}
