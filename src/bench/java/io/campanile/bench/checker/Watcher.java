package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Somebody who watches devices over WebSocket (PROTOCOL 5), and writes down every state that is pushed. Comes back
 * when the connection is lost, or closed by a code that allows it. Thread-safe.
 */
final class Watcher implements WatcherSocket.Events, AutoCloseable {

    private final Entry.Watching watching;
    private final Gateway gateway;
    private final HttpClient http;
    private final ScheduledExecutorService timer;
    private final Predicate<String> concerns;
    private final Journal journal;
    private final Meter meter;
    private final Backoff backoff = new Backoff();
    /** By sn, the number of the report that was pushed last. */
    private final Map<String, Long> seen = new HashMap<>();
    private int node;
    private long connections;
    private boolean subscribed;
    private boolean away;
    private WatcherSocket current;

    /**
     * @param node     the index of the node it prefers; after a failed attempt it tries the next
     * @param concerns which devices it writes down: others may be there, from other runs
     */
    Watcher(Entry.Watching watching, int node, Gateway gateway, HttpClient http, ScheduledExecutorService timer,
            Predicate<String> concerns, Journal journal, Meter meter) {
        this.watching = watching;
        this.node = node;
        this.gateway = gateway;
        this.http = http;
        this.timer = timer;
        this.concerns = concerns;
        this.journal = journal;
        this.meter = meter;
    }

    Entry.Watching watching() {
        return watching;
    }

    synchronized void connect() {
        if (!away) {
            connections++;
            current = new WatcherSocket(watching, timer, this);
            current.open(http, gateway.nodes().get(node % gateway.nodes().size()), gateway.token());
        }
    }

    /** Waits until it is subscribed for the first time. */
    synchronized boolean awaitSubscribed(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!subscribed && waited(deadline)) {
            // told by the answer to the subscription
        }
        return subscribed;
    }

    /** Waits until it was told at least these numbers. */
    synchronized boolean awaitNewest(Map<String, Long> newest, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!hasSeen(newest) && waited(deadline)) {
            // told by each push
        }
        return hasSeen(newest);
    }

    private boolean waited(long deadline) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left > 0) {
            wait(left);
        }
        return left > 0;
    }

    private boolean hasSeen(Map<String, Long> newest) {
        return newest.entrySet().stream().allMatch(e -> seen.getOrDefault(e.getKey(), 0L) >= e.getValue());
    }

    @Override
    public synchronized void heard(WatcherSocket from, JsonNode frame) {
        if (from != current) {
            return;
        }
        switch (frame.path("service").asText()) {
            case "/push/device/state" -> told(frame.path("values"));
            case "/api/device/subscribe" -> answered(frame.path("code").asInt());
            default -> {
                // the answers to heartbeats, and pushes nobody asked about
            }
        }
    }

    private void told(JsonNode state) {
        String sn = state.path("sn").asText();
        if (concerns.test(sn)) {
            long n = state.path("state").path("properties").path("n").asLong();
            journal.append(new Entry.Pushed(watching.watcher(), connections, sn, state.path("version").asLong(), n,
                    System.currentTimeMillis()));
            meter.pushes.increment();
            seen.put(sn, n);
            notifyAll();
        }
    }

    private void answered(int code) {
        if (code != 0) {
            current.end(CloseCode.RECONNECT);
            return;
        }
        if (subscribed) {
            meter.watcherReconnects.increment();
        }
        subscribed = true;
        backoff.reset();
        notifyAll();
    }

    @Override
    public synchronized void ended(WatcherSocket socket, CloseCode then, boolean opened) {
        if (then == CloseCode.STAY_AWAY) {
            away = true;
        }
        if (!away) {
            node += opened ? 0 : 1;
            timer.schedule(() -> again(then), backoff.nextMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void again(CloseCode then) {
        try {
            if (then == CloseCode.RECONNECT_WITH_NEW_TOKEN) {
                gateway.signIn();
            }
            connect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // It stays stale, and the verdict says so
            System.err.println(watching.watcher() + " gives up: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        away = true;
        current.end(CloseCode.STAY_AWAY);
    }
}
