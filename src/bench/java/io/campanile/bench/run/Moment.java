package io.campanile.bench.run;

import io.campanile.bench.load.Load;
import io.campanile.bench.system.Child;
import java.io.IOException;
import java.time.Duration;

/** What the counters showed at a time. */
record Moment(long at, long arrived, Duration system, Duration generator, Duration machine) {

    static Moment now(Child system, Load load) throws IOException {
        return now(system, load.arrived());
    }

    static Moment now(Child system, long arrived) throws IOException {
        return new Moment(System.nanoTime(), arrived, system.cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO), Machine.busy());
    }

    double seconds(Moment later) {
        return (later.at - at) / 1e9;
    }

    Figures.Cores cores(Moment later) {
        double system = share(later, system(), later.system);
        double generator = share(later, generator(), later.generator);
        return new Figures.Cores(system, generator, Math.max(0, share(later, machine, later.machine) - system - generator));
    }

    private double share(Moment later, Duration before, Duration after) {
        return after.minus(before).toNanos() / 1e9 / seconds(later);
    }
}
