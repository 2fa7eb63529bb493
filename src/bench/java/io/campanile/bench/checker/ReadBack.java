package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.checker.DeviceSender.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes into the log what the gateway has at the end: every row of every history, and every state. */
final class ReadBack {

    private static final int PAGE = 200;
    private static final int AT_ONCE = 8;
    private static final long POLL_MS = 250;

    private final Gateway gateway;
    private final Journal journal;
    private final AtomicInteger lagging = new AtomicInteger();

    ReadBack(Gateway gateway, Journal journal) {
        this.gateway = gateway;
        this.journal = journal;
    }

    /**
     * Waits for the histories to catch up, then reads them.
     *
     * @param confirmed what must be there
     * @param catchUp   how long the histories may lag, in all; then they are read as they are
     * @param atMost    for the whole
     * @return how many histories had not caught up
     */
    int read(Map<Entry.Device, Tally> confirmed, Duration catchUp, Duration atMost)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + catchUp.toNanos();
        long end = System.nanoTime() + atMost.toNanos();
        ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> reading = new ArrayList<>();
            confirmed.forEach((device, tally) -> reading.add(readers.submit(() -> {
                String sn = device.sn();
                history(sn, tally, deadline).forEach(journal::append);
                journal.append(state(sn));
                return null;
            })));
            for (Future<?> one : reading) {
                one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } finally {
            readers.shutdownNow();
        }
        return lagging.get();
    }

    private List<Entry.Stored> history(String sn, Tally confirmed, long deadline) throws InterruptedException {
        while (true) {
            boolean lastTry = System.nanoTime() > deadline;
            // One row tells whether reading them all is worth it yet
            if (lastTry || page(sn, null, 1).path("reports").path(0).path("properties").path("n").asLong()
                    >= confirmed.newest()) {
                List<Entry.Stored> rows = all(sn, confirmed.newest());
                if (rows.size() >= confirmed.confirmed()) {
                    return rows;
                }
                if (lastTry) {
                    lagging.incrementAndGet();
                    return rows;
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private List<Entry.Stored> all(String sn, long expected) throws InterruptedException {
        List<Entry.Stored> rows = new ArrayList<>();
        boolean more = true;
        String before = null;
        while (more) {
            JsonNode page = page(sn, before, PAGE);
            for (JsonNode row : page.path("reports")) {
                before = row.path("report_id").asText();
                rows.add(new Entry.Stored(sn, before, row.path("properties").path("n").asLong(),
                        row.path("ts").asLong()));
            }
            // Pages that never end would repeat rows for ever: twice what is expected shows it well enough
            more = page.path("has_more").asBoolean() && !page.path("reports").isEmpty()
                    && rows.size() <= 2 * (expected + PAGE);
        }
        return rows;
    }

    private JsonNode page(String sn, String before, int limit) throws InterruptedException {
        return gateway.get("/api/v1/devices/" + sn + "/reports?limit=" + limit
                + (before == null ? "" : "&before=" + before));
    }

    private Entry.State state(String sn) throws InterruptedException {
        JsonNode device = gateway.get("/api/v1/devices/" + sn);
        return new Entry.State(sn, device.path("state").path("properties").path("n").asLong(),
                device.path("version").asLong());
    }
}
