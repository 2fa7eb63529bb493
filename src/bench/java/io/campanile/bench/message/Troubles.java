package io.campanile.bench.message;

import io.campanile.bench.system.Node;
import io.campanile.bench.system.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What befalls the gateway, one after the other, spread over a time; each is over when all nodes are ready again. */
final class Troubles {

    private static final Duration REDIS_AWAY = Duration.ofSeconds(2);
    private static final Duration COPY_AGE = Duration.ofSeconds(2);

    private record Trouble(String what, Act act) {
    }

    private interface Act {
        void happen() throws Exception;
    }

    private final List<Node> nodes;
    private final Redis redis;
    private final Findings findings;
    private final List<Trouble> all = new ArrayList<>();

    /**
     * @param beforeCommit kills the second node, where there is one, between numbering and commit, and says whether it was just then
     * @param kills        how many besides that
     */
    Troubles(List<Node> nodes, Redis redis, Callable<Boolean> beforeCommit, int kills, Findings findings) {
        this.nodes = nodes;
        this.redis = redis;
        this.findings = findings;
        all.add(new Trouble("Redis killed", () -> {
            redis.kill();
            TimeUnit.MILLISECONDS.sleep(REDIS_AWAY.toMillis());
            redis.restart();
        }));
        if (nodes.size() > 1) {
            all.add(new Trouble("second node killed between numbering and commit", () -> {
                findings.require(beforeCommit.call(), Fault.NOT_DONE, "the kill between numbering and commit");
                nodes.get(1).restart();
            }));
        }
        all.add(new Trouble("Redis wiped", redis::wipe));
        all.add(new Trouble("Redis replaced by its own copy of two seconds earlier", () -> redis.replaceByCopyOf(COPY_AGE)));
        for (int i = 0; i < kills; i++) {
            Node node = nodes.get(i % nodes.size());
            all.add(Math.min(all.size(), 2 * i), new Trouble(i % nodes.size() == 0 ? "node with the parts killed" : "second node killed", node::killAndRestart));
        }
    }

    /** Blocks until all have happened. */
    void happen(Duration over) throws InterruptedException {
        long began = System.nanoTime();
        for (int i = 0; i < all.size(); i++) {
            long due = began + over.toNanos() * (i + 1) / (all.size() + 1);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            happen(all.get(i));
        }
    }

    private void happen(Trouble trouble) throws InterruptedException {
        long began = System.nanoTime();
        try {
            trouble.act().happen();
            for (Node node : nodes) {
                node.awaitReady();
            }
            findings.note(trouble.what());
            System.out.printf(Locale.ROOT, "⚡ %s; all ready again after %.1f s%n", trouble.what(), (System.nanoTime() - began) / 1e9);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            findings.find(Fault.NOT_DONE, trouble.what() + ": " + e);
        }
    }
}
