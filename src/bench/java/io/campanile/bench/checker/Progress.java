package io.campanile.bench.checker;

import java.io.Flushable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** One line a second on how a run goes, with the last half minute's rates as a sparkline. Not thread-safe. */
final class Progress implements Runnable {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int WIDTH = 30;

    private final Meter meter;
    private final Flushable journal;
    private final PrintStream out;
    private final Deque<Long> rates = new ArrayDeque<>();
    private final long startedAt = System.nanoTime();
    private long lastAt = startedAt;
    private long lastConfirmed;

    Progress(Meter meter, Flushable journal, PrintStream out) {
        this.meter = meter;
        this.journal = journal;
        this.out = out;
    }

    @Override
    public void run() {
        try {
            journal.flush();
        } catch (IOException e) {
            out.println("the log cannot be written: " + e.getMessage());
        }
        long now = System.nanoTime();
        long confirmed = meter.confirmed.sum();
        long rate = (confirmed - lastConfirmed) * 1_000_000_000L / Math.max(1, now - lastAt);
        lastAt = now;
        lastConfirmed = confirmed;
        rates.add(rate);
        if (rates.size() > WIDTH) {
            rates.remove();
        }
        out.printf(Locale.ROOT, "%4d s  confirmed %,11d  %,8d/s  in flight %,5d  pushes %,10d  reconnects %d+%d%s  %s%n",
                (now - startedAt) / 1_000_000_000L, confirmed, rate, meter.sent.sum() - confirmed, meter.pushes.sum(),
                meter.reconnects.sum(), meter.watcherReconnects.sum(),
                meter.refused.sum() == 0 ? "" : "  refused " + meter.refused.sum(), sparkline());
    }

    private String sparkline() {
        long highest = Math.max(1, rates.stream().mapToLong(Long::longValue).max().orElse(1));
        StringBuilder line = new StringBuilder(WIDTH);
        rates.forEach(rate -> line.append(rate == 0 ? ' '
                : BARS.charAt((int) (rate * (BARS.length() - 1) / highest))));
        return line.toString();
    }
}
