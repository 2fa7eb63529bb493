package io.campanile.bench.push;

import io.campanile.bench.system.WebSockets;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Many {@link Listener}s, alternately on the nodes. */
final class Listeners implements AutoCloseable {

    private static final int LOOPS = 2;
    private static final int AT_A_TIME = 200;
    private static final long PATIENCE_S = 60;
    private static final long AGAIN_MS = 500;

    private final WebSockets sockets = new WebSockets(LOOPS);
    private final List<Listener> listeners = new ArrayList<>();
    private volatile boolean ending;

    /**
     * Opens all, and waits until each is known to its node.
     *
     * @param groups each of them has as many connections on either node
     */
    Listeners(List<URI> nodes, String token, int count, int groups) throws InterruptedException {
        for (int number = 0; number < count; number++) {
            Listener listener = new Listener(number / nodes.size() % groups);
            listeners.add(listener);
            open(URI.create(nodes.get(number % nodes.size()) + "?client_id=c" + number + "&attr.group=" + listener.group()), token, number, listener);
            if (number % AT_A_TIME == AT_A_TIME - 1) {
                int before = number + 1 - AT_A_TIME;
                requireConnected(before);
            }
        }
        requireConnected(count);
    }

    /** Until it is let in: a node that is overloaded says 503. */
    private void open(URI node, String token, int number, Listener listener) {
        sockets.open(node, token, number, listener).channel().closeFuture().addListener(closed -> {
            if (!listener.isReady() && !ending) {
                sockets.after(AGAIN_MS, () -> open(node, token, number, listener));
            }
        });
    }

    private void requireConnected(int those) throws InterruptedException {
        if (!becomes(() -> all().limit(those).allMatch(Listener::isReady))) {
            throw new IllegalStateException("not all were connected within " + PATIENCE_S + " s");
        }
    }

    Stream<Listener> all() {
        return listeners.stream();
    }

    long count(Predicate<Listener> which) {
        return all().filter(which).count();
    }

    /** Whether it is so within 60 s. */
    boolean becomes(BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!so.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return so.getAsBoolean();
    }

    @Override
    public void close() {
        ending = true;
        sockets.close();
    }
}
