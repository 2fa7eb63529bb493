package io.campanile.bench.run;

import io.campanile.bench.system.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Lets a system work until it is as fast as it gets: until the threads of a JVM that compile have little to do. The rule is the same
 * for all systems; one that is no JVM is warm after the first step.
 */
final class WarmUp {

    /** Cores that compiling takes when there is hardly anything left to compile. */
    private static final double CALM = 0.1;

    /** Work under the load that will be measured, for some seconds. */
    interface Step {
        void take() throws IOException, InterruptedException;
    }

    private final Plan plan;
    private final Progress progress;

    WarmUp(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Repeats the step, at least once, and while there is time. */
    void of(Child system, Step step) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        double compilers;
        Duration took;
        do {
            Child.Compilers before = system.compilers();
            long from = System.nanoTime();
            step.take();
            compilers = system.compilers().since(before).toNanos() / (double) (System.nanoTime() - from);
            took = Duration.ofNanos(System.nanoTime() - begun);
        } while (compilers > CALM && took.compareTo(plan.longestWarmUp()) < 0);
        progress.step(String.format(Locale.ROOT, "warmed up for %d s, in the end %.2f cores compiled", took.toSeconds(), compilers));
    }
}
