package io.campanile.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The machine on which everything runs (Linux, proc(5)). */
public final class Machine {

    private static final Path STAT = Path.of("/proc/stat");
    private static final long TICK_MS = 10;
    /** user, nice, system, then idle and waiting, then interrupts and what was stolen. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private Machine() {
    }

    /** @return the processor time used since it was started, over all cores and processes */
    public static Duration busy() throws IOException {
        try (var lines = Files.lines(STAT)) {
            String[] ticks = lines.findFirst().orElseThrow().split(" +");
            long busy = 0;
            for (int column : BUSY) {
                busy += Long.parseLong(ticks[column]);
            }
            return Duration.ofMillis(busy * TICK_MS);
        }
    }
}
