package io.campanile.edge.websocket;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the clients of this node away, with 1001 and evenly paced, so that they do not reach the other nodes as one herd
 * (PROTOCOL 5 and 11). Few are sent at once rather than slowly.
 */
public final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final long TICK_MS = 20;
    /** Connections a second that another node takes without noticing. */
    private static final double LEAST_PACE = 500;
    /** For those that are slow to go. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Hub hub;
    private final Duration time;

    /** @param time over which the connections are closed, at most */
    public Drain(Hub hub, Duration time) {
        this.hub = hub;
        this.time = time;
    }

    /** Takes no more clients from now on, and returns when all are gone, within the time and 5 s. */
    public void run() {
        hub.refuse();
        List<Connection> connections = List.copyOf(hub.all());
        long begun = System.nanoTime();
        double perMilli = Math.max(LEAST_PACE / TimeUnit.SECONDS.toMillis(1), connections.size() / (double) Math.max(1, time.toMillis()));
        Iterator<Connection> next = connections.iterator();
        for (int told = 0; next.hasNext(); pause()) {
            for (long due = (long) Math.ceil(millisSince(begun) * perMilli); told < due && next.hasNext(); told++) {
                next.next().goAway();
            }
        }
        // Whoever was on the way in meanwhile
        hub.all().forEach(Connection::goAway);
        long deadline = millisSince(begun) + GRACE.toMillis();
        while (!hub.all().isEmpty() && millisSince(begun) < deadline && !Thread.currentThread().isInterrupted()) {
            pause();
        }
        LOG.info("{} connections were sent away in {} ms, {} would not go", connections.size(), millisSince(begun), hub.all().size());
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
