package io.campanile.ops.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the node has more to do than it can: above the high mark for a second, until it is below half of it for three.
 * Refusing early is what keeps what was accepted prompt. {@link #measure} is for one thread; the rest is thread-safe.
 */
public final class Overload {

    /** How often {@link #measure} is to be called. */
    public static final long MEASURE_MS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);
    private static final int MEASURES_TO_BEGIN = 4;
    private static final int MEASURES_TO_END = 12;
    private static final double LOW_MARK = 0.5;

    private final List<Load> signals;
    private final List<Runnable> whileOverloaded = new ArrayList<>();
    private volatile boolean overloaded;
    private int inARow;

    public Overload(List<Load> signals) {
        this.signals = List.copyOf(signals);
    }

    /** Runs the work at every measure while it is overloaded; to be called before the first. */
    public void whileOverloaded(Runnable work) {
        whileOverloaded.add(work);
    }

    public boolean isOverloaded() {
        return overloaded;
    }

    public void measure() {
        Load worst = null;
        double load = 0;
        for (Load signal : signals) {
            double now = signal.measure();
            if (worst == null || now > load) {
                worst = signal;
                load = now;
            }
        }
        boolean towardsChange = overloaded ? load < LOW_MARK : load >= 1;
        inARow = towardsChange ? inARow + 1 : 0;
        if (inARow >= (overloaded ? MEASURES_TO_END : MEASURES_TO_BEGIN)) {
            inARow = 0;
            overloaded = !overloaded;
            tell(worst, load);
        }
        if (overloaded) {
            whileOverloaded.forEach(Runnable::run);
        }
    }

    private void tell(Load worst, double load) {
        String percent = String.format(Locale.ROOT, "%.0f %%", load * 100);
        if (overloaded) {
            LOG.warn("overloaded: {} at {} of what it may be; new connections and requests are refused", worst.name(), percent);
        } else {
            LOG.info("no longer overloaded: {} at {} of what it may be", worst.name(), percent);
        }
    }
}
