package io.campanile.bench.run;

import java.util.List;

/**
 * What was measured of one system under one load; each the median of the runs.
 *
 * @param perSecond      throughput, as fast as it goes
 * @param runs           the throughput of each run, in their order
 * @param p50            latency at half the throughput, ms, from the intended send
 * @param p99            likewise
 * @param systemCores    how many cores the system kept busy at full throughput
 * @param generatorCores how many the load generator did
 */
record Figures(double perSecond, List<Double> runs, double p50, double p99, double systemCores, double generatorCores) {

    /** One run of the several. */
    record Run(double perSecond, double p50, double p99, double systemCores, double generatorCores) {
    }

    static Figures medianOf(List<Run> runs) {
        return new Figures(Median.of(runs.stream().map(Run::perSecond).toList()), runs.stream().map(Run::perSecond).toList(),
                Median.of(runs.stream().map(Run::p50).toList()), Median.of(runs.stream().map(Run::p99).toList()),
                Median.of(runs.stream().map(Run::systemCores).toList()), Median.of(runs.stream().map(Run::generatorCores).toList()));
    }
}
