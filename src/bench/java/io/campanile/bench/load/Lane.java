package io.campanile.bench.load;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** One event loop's share of a load: what is counted and recorded there touches no other thread. */
final class Lane {

    private static final long TICK_MICROS = 100;
    static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final int DIGITS = 3;

    final EventLoop loop;
    private final int index;
    private final int lanes;
    private final AtomicLong arrived = new AtomicLong();
    private Histogram latencies = new Histogram(HIGHEST_NANOS, DIGITS);
    private ScheduledFuture<?> ticks;

    /** @param index among how many lanes */
    Lane(EventLoop loop, int index, int lanes) {
        this.loop = loop;
        this.index = index;
        this.lanes = lanes;
    }

    /** @return those of them that belong here, when they are dealt out over the lanes in turn */
    <T> List<T> own(List<T> all) {
        return IntStream.iterate(index, i -> i < all.size(), i -> i + lanes).mapToObj(all::get).toList();
    }

    /** @return how many of {@code all} belong here */
    int share(int all) {
        return all / lanes + (index < all % lanes ? 1 : 0);
    }

    /** Begins a stretch: sends what is due, now and again and again. */
    void begin(Runnable send) {
        call(() -> {
            latencies = new Histogram(HIGHEST_NANOS, DIGITS);
            ticks = loop.scheduleAtFixedRate(send, 0, TICK_MICROS, TimeUnit.MICROSECONDS);
            return null;
        });
    }

    void end() {
        call(() -> {
            if (ticks != null) {
                ticks.cancel(false);
                ticks = null;
            }
            return null;
        });
    }

    /** On the loop. */
    void arrived() {
        arrived(1);
    }

    /** On the loop. */
    void arrived(long many) {
        arrived.lazySet(arrived.getPlain() + many);
    }

    /** On the loop. */
    void took(long nanos) {
        latencies.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
    }

    long count() {
        return arrived.get();
    }

    static Histogram latencies(List<Lane> lanes) {
        Histogram all = new Histogram(HIGHEST_NANOS, DIGITS);
        lanes.forEach(lane -> all.add(lane.call(() -> lane.latencies.copy())));
        return all;
    }

    /** Does it on the loop, and waits. */
    <T> T call(Callable<T> work) {
        return loop.submit(work).syncUninterruptibly().getNow();
    }
}
