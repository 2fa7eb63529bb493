package io.campanile.bench.run;

import java.util.Locale;

/** What is going on, on the terminal. */
final class Progress {

    private final long began = System.nanoTime();

    void begin(String what) {
        System.out.printf(Locale.ROOT, "%5.0f s  %s%n", (System.nanoTime() - began) / 1e9, what);
    }

    void step(String what) {
        System.out.println("           " + what);
    }
}
