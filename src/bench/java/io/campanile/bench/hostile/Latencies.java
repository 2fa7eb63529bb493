package io.campanile.bench.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What all requests of some windows waited, pooled: a pause that one window happens to have is then one among many. */
final class Latencies {

    private static final double NANOS = 1e6;

    private final List<long[]> windows = new ArrayList<>();

    /** @param nanos of one window, in any order */
    void add(long[] nanos) {
        windows.add(nanos);
    }

    void add(Latencies others) {
        windows.addAll(others.windows);
    }

    /** @return the 99th percentile of all, ms */
    double p99() {
        return p99(windows.stream());
    }

    /**
     * What the judge itself cannot tell apart: the same done twice, every other window each.
     *
     * @return the larger p99 of the two by the smaller, less 1
     */
    double noise() {
        double even = p99(IntStream.range(0, windows.size()).filter(i -> i % 2 == 0).mapToObj(windows::get));
        double odd = p99(IntStream.range(0, windows.size()).filter(i -> i % 2 == 1).mapToObj(windows::get));
        return Math.max(even, odd) / Math.min(even, odd) - 1;
    }

    static double p99(Stream<long[]> windows) {
        long[] sorted = windows.flatMapToLong(Arrays::stream).sorted().toArray();
        return sorted[(int) (sorted.length * 0.99)] / NANOS;
    }
}
