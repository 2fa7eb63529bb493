package io.campanile.bench.run;

import java.util.Locale;

/**
 * A figure held against what it should be.
 *
 * @param is     the ratio to another system's figure, or a figure itself
 * @param of     what that is a ratio of, or its unit
 * @param wanted the bound
 */
record Check(double is, String of, Bound bound, double wanted) {

    enum Bound { AT_LEAST, AT_MOST, NONE }

    static Check atLeast(double wanted, double is, String of) {
        return new Check(is, of, Bound.AT_LEAST, wanted);
    }

    static Check atMost(double wanted, double is, String of) {
        return new Check(is, of, Bound.AT_MOST, wanted);
    }

    /** Told, and held against nothing. */
    static Check told(double is, String of) {
        return new Check(is, of, Bound.NONE, 0);
    }

    boolean met() {
        return switch (bound) {
            case AT_LEAST -> is >= wanted;
            case AT_MOST -> is <= wanted;
            case NONE -> true;
        };
    }

    @Override
    public String toString() {
        String text = String.format(Locale.ROOT, "%.2f %s", is, of);
        return switch (bound) {
            case AT_LEAST -> text + String.format(Locale.ROOT, " (≥ %.2f %s)", wanted, met() ? "✓" : "✗ missed");
            case AT_MOST -> text + String.format(Locale.ROOT, " (≤ %.2f %s)", wanted, met() ? "✓" : "✗ missed");
            case NONE -> text;
        };
    }
}
