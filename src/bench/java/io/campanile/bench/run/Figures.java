package io.campanile.bench.run;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one system under one load; each the median of the runs.
 *
 * @param perSecond throughput, as fast as it goes
 * @param runs      the throughput of each run, in their order
 * @param p50       latency at half the throughput, ms, from the intended send
 * @param p99       likewise
 * @param cores     at full throughput
 * @param remark    what one should know besides; empty when nothing
 */
record Figures(double perSecond, List<Double> runs, double p50, double p99, Cores cores, String remark) {

    /**
     * How many of the machine's cores were kept busy.
     *
     * @param generator by the load generator: near the number of its threads, it and not the system was the limit
     * @param others    by whatever else runs on the machine: more than a little, and the figures are noise
     */
    record Cores(double system, double generator, double others) {
    }

    /** One run of the several. */
    record Run(double perSecond, double p50, double p99, Cores cores) {
    }

    static Figures medianOf(List<Run> runs, String remark) {
        Cores cores = new Cores(median(runs, run -> run.cores().system()), median(runs, run -> run.cores().generator()),
                median(runs, run -> run.cores().others()));
        return new Figures(median(runs, Run::perSecond), runs.stream().map(Run::perSecond).toList(),
                median(runs, Run::p50), median(runs, Run::p99), cores, remark);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Median.of(runs.stream().mapToDouble(figure).boxed().toList());
    }
}
