package io.campanile.bench.hostile;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** One attack going on, by all its attackers, until it is ended. */
public final class Siege {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Void>> attackers;
    private volatile boolean over;

    public Siege(Target target, Attack attack) {
        attackers = IntStream.range(0, attack.attackers()).mapToObj(i -> threads.<Void>submit(() -> {
            do {
                attack.attempt().make(target, attack.from());
            } while (!over);
            return null;
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
