package io.campanile.bench.run;

import java.util.List;

/** The middle one. */
final class Median {

    private Median() {
    }

    /** @return the mean of the two in the middle when their number is even */
    static double of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
