package io.campanile.ops.overload;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late the event loops are: each has a timer, and what keeps the timer waiting keeps every connection of that loop
 * waiting. Thread-safe, but for {@link #measure}.
 */
public final class EventLoops implements Load {

    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Beat> beats = new ArrayList<>();
    private final long most;

    /** @param most lag that counts as too much */
    public EventLoops(EventExecutorGroup loops, Duration most) {
        this.most = most.toNanos();
        for (EventExecutor loop : loops) {
            Beat beat = new Beat();
            beats.add(beat);
            loop.scheduleAtFixedRate(beat, BEAT_NANOS, BEAT_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public String name() {
        return "event loop lag";
    }

    @Override
    public double measure() {
        long worst = 0;
        for (Beat beat : beats) {
            worst = Math.max(worst, beat.takeWorst());
        }
        return (double) worst / most;
    }

    /** For how long the worst loop has done nothing that waits for it. */
    public Duration lag() {
        long now = System.nanoTime();
        return Duration.ofNanos(beats.stream().mapToLong(beat -> beat.lag(now)).max().orElse(0));
    }

    private static final class Beat implements Runnable {

        private volatile long last = System.nanoTime();
        private volatile long worst;

        /** On its loop. */
        @Override
        public void run() {
            long now = System.nanoTime();
            worst = Math.max(worst, now - last - BEAT_NANOS);
            last = now;
        }

        long lag(long now) {
            return Math.max(0, now - last - BEAT_NANOS);
        }

        /** A lag that comes between reading and clearing is seen by the next beats while it lasts. */
        long takeWorst() {
            long taken = Math.max(worst, lag(System.nanoTime()));
            worst = 0;
            return taken;
        }
    }
}
