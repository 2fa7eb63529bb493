package io.campanile.bench.run;

import io.campanile.bench.load.Load;
import io.campanile.bench.load.Pace;
import io.campanile.bench.system.Child;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measures a load that comes once, and all at once: what is done a second until all is done, and what others feel meanwhile. */
final class Storm {

    private static final double OTHERS_PER_SECOND = 100;
    private static final long OVER_SECONDS = 180;
    private static final double MS = 1e6;

    private final Progress progress;

    Storm(Progress progress) {
        this.progress = progress;
    }

    /**
     * @param others send at a steady, low rate meanwhile
     * @throws IllegalStateException when it is not over in time
     */
    Figures of(Child system, Load storm, Load others) throws IOException, InterruptedException {
        others.begin(Pace.of(OTHERS_PER_SECOND));
        Moment from = Moment.now(system, storm);
        storm.begin(Pace.UNBOUNDED);
        await(storm);
        Moment to = Moment.now(system, storm);
        others.end();
        await(others);
        Histogram times = storm.latencies();
        double seconds = from.seconds(to);
        double perSecond = (to.arrived() - from.arrived()) / seconds;
        String told = String.format(Locale.ROOT, "all after %.1f s; meanwhile a message between two others takes p50 %s ms, p99 %s ms%s", seconds,
                Table.number(others.latencies().getValueAtPercentile(50) / MS), Table.number(others.latencies().getValueAtPercentile(99) / MS),
                storm.remark().isEmpty() ? "" : "; " + storm.remark());
        progress.step(Table.number(perSecond) + "/s, " + told);
        return new Figures(perSecond, List.of(perSecond), times.getValueAtPercentile(50) / MS, times.getValueAtPercentile(99) / MS,
                from.cores(to), told);
    }

    private static void await(Load load) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OVER_SECONDS);
        while (!load.settled()) {
            load.arrived();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(load.missing() + " had not arrived after " + OVER_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
