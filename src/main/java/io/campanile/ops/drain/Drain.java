package io.campanile.ops.drain;

import io.campanile.domain.session.Drainable;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the clients of this node away, over whatever transport, evenly paced, so that they do not reach the other nodes as
 * one herd (PROTOCOL 5 and 11). Few are sent at once rather than slowly.
 */
public final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final long TICK_MS = 20;
    /** Connections a second that another node takes without noticing. */
    private static final double LEAST_PACE = 500;
    /** For those that are slow to go. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final List<? extends Drainable> transports;
    private final Duration time;

    /** @param time over which the connections are closed, at most */
    public Drain(List<? extends Drainable> transports, Duration time) {
        this.transports = List.copyOf(transports);
        this.time = time;
    }

    /** Takes no more clients from now on, and returns when all are gone, within the time and 5 s. */
    public void run() {
        transports.forEach(Drainable::refuse);
        List<Runnable> goodbyes = goodbyes();
        long begun = System.nanoTime();
        double perMilli = Math.max(LEAST_PACE / TimeUnit.SECONDS.toMillis(1), goodbyes.size() / (double) Math.max(1, time.toMillis()));
        Iterator<Runnable> next = goodbyes.iterator();
        for (int told = 0; next.hasNext(); pause()) {
            for (long due = (long) Math.ceil(millisSince(begun) * perMilli); told < due && next.hasNext(); told++) {
                next.next().run();
            }
        }
        // Whoever was on the way in meanwhile
        goodbyes().forEach(Runnable::run);
        long deadline = millisSince(begun) + GRACE.toMillis();
        while (present() > 0 && millisSince(begun) < deadline && !Thread.currentThread().isInterrupted()) {
            pause();
        }
        LOG.info("{} connections were sent away in {} ms, {} would not go", goodbyes.size(), millisSince(begun), present());
    }

    private List<Runnable> goodbyes() {
        return transports.stream().flatMap(transport -> transport.goodbyes().stream()).toList();
    }

    private int present() {
        return transports.stream().mapToInt(Drainable::present).sum();
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
