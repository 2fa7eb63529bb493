package io.campanile.bench.run;

import io.campanile.bench.load.Load;
import io.campanile.bench.load.Pace;
import io.campanile.bench.system.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures a system under a load: warms up, then several times its throughput as fast as it goes, and its latency in an
 * open loop at half of that, or what the load says.
 */
final class Measurement {

    /** What of a stretch as fast as it goes does not count: queues fill at its beginning. */
    private static final int RAMP = 4;
    private static final long SETTLE_SECONDS = 30;
    private static final double MS = 1e6;

    private final Plan plan;
    private final Progress progress;

    Measurement(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** @throws IllegalStateException when something that was sent never arrives */
    Figures of(Child system, Load load) throws IOException, InterruptedException {
        warmUp(system, load);
        List<Figures.Run> runs = new ArrayList<>();
        for (int i = 1; i <= plan.runs(); i++) {
            runs.add(run(system, load, i));
        }
        return Figures.medianOf(runs, load.remark());
    }

    void warmUp(Child system, Load load) throws IOException, InterruptedException {
        new WarmUp(plan, progress).of(system, () -> stretch(load, Pace.UNBOUNDED, plan.warmUp()));
    }

    /**
     * Measures once, a system that is warm.
     *
     * @throws IllegalStateException when something that was sent never arrives
     */
    Figures.Run run(Child system, Load load, int number) throws IOException, InterruptedException {
        load.begin(Pace.UNBOUNDED);
        pause(plan.stretch().dividedBy(RAMP));
        Moment from = Moment.now(system, load);
        pause(plan.stretch());
        Moment to = Moment.now(system, load);
        load.end();
        settle(load);
        double perSecond = (to.arrived() - from.arrived()) / from.seconds(to);
        double sends = Math.max(1, load.timedSends(load.sendsFor(perSecond)));
        stretch(load, Pace.of(sends), plan.timed(sends));
        Histogram latencies = load.latencies();
        double p50 = latencies.getValueAtPercentile(50) / MS;
        double p99 = latencies.getValueAtPercentile(99) / MS;
        Figures.Cores cores = from.cores(to);
        progress.step(String.format(Locale.ROOT, "run %d of %d: %s/s, at %s sends/s p50 %s ms, p99 %s ms", number, plan.runs(),
                Table.number(perSecond), Table.number(sends), Table.number(p50), Table.number(p99)));
        return new Figures.Run(perSecond, p50, p99, cores);
    }

    /** Loads it for so long, and waits until all has arrived. */
    void stretch(Load load, Pace pace, Duration duration) throws InterruptedException {
        load.begin(pace);
        pause(duration);
        load.end();
        settle(load);
    }

    private static void settle(Load load) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (!load.settled()) {
            load.arrived();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(load.missing() + " that were sent had not arrived " + SETTLE_SECONDS + " s later");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
