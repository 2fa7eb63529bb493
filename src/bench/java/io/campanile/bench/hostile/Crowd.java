package io.campanile.bench.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * 50 well-behaved clients, each of which sends a heartbeat 20 times a second whatever the answers do. Latency counts from
 * the time at which a heartbeat was to be sent, so that a gateway that stands still cannot hide it.
 */
public final class Crowd implements AutoCloseable {

    private static final int CLIENTS = 50;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50) / CLIENTS;
    private static final long PATIENCE_MS = 10_000;

    private final List<RawSocket> clients = new ArrayList<>();
    private volatile long[] latencies = new long[0];
    private final AtomicInteger answered = new AtomicInteger();

    /** @param from an address that no attacker has */
    public Crowd(Target target, String from) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            RawSocket client = RawSocket.open(target, from, "Authorization: Bearer " + target.token());
            clients.add(client);
            Thread reader = new Thread(() -> read(client), "well-behaved-" + i);
            reader.setDaemon(true);
            reader.start();
        }
    }

    /** @return the 99th percentile of {@link #latencies}, ms */
    public double p99(long millis) throws IOException, InterruptedException {
        return Latencies.p99(Stream.of(latencies(millis)));
    }

    /**
     * Sends heartbeats for so long, and waits for their answers.
     *
     * @return the latency of each, ns
     * @throws Unexpected when one is not answered, or refused
     */
    long[] latencies(long millis) throws IOException, InterruptedException {
        int count = (int) (TimeUnit.MILLISECONDS.toNanos(millis) / INTERVAL_NANOS);
        latencies = new long[count];
        answered.set(0);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * INTERVAL_NANOS;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            clients.get(i % CLIENTS).text("{\"service\":\"/api/heartbeat\",\"request_id\":\"" + i + ":" + due + ":\"}");
        }
        long patience = System.currentTimeMillis() + PATIENCE_MS;
        while (answered.get() < count && System.currentTimeMillis() < patience) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        Unexpected.unless("heartbeats answered", count, answered.get());
        return latencies;
    }

    private void read(RawSocket client) {
        try {
            while (true) {
                RawSocket.Frame frame = client.read();
                long now = System.nanoTime();
                if (frame.opcode() == RawSocket.PING) {
                    continue;
                }
                String text = frame.text();
                if (!text.contains("\"code\":0")) {
                    continue;
                }
                int begin = text.lastIndexOf("\"request_id\":\"") + "\"request_id\":\"".length();
                String[] id = text.substring(begin).split(":");
                latencies[Integer.parseInt(id[0])] = now - Long.parseLong(id[1]);
                answered.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            // its heartbeats stay unanswered then, which is told
        }
    }

    @Override
    public void close() throws IOException {
        for (RawSocket client : clients) {
            client.close();
        }
    }
}
