package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Watches all devices, and writes down every alert that is pushed; comes back whenever it may. Thread-safe. */
final class AlertWatcher implements WatcherSocket.Events, AutoCloseable {

    private final String name;
    private final Gateway gateway;
    private final HttpClient http;
    private final ScheduledExecutorService timer;
    private final Predicate<String> concerns;
    private final AlertLog log;
    private final Clock clock;
    private final Backoff backoff = new Backoff();
    private final CountDownLatch first = new CountDownLatch(1);
    private WatcherSocket current;
    private long connections;
    private long subscribedAt;
    private boolean away;

    /** @param concerns which devices it writes down */
    AlertWatcher(String name, Gateway gateway, HttpClient http, ScheduledExecutorService timer, Predicate<String> concerns, AlertLog log,
                 Clock clock) {
        this.name = name;
        this.gateway = gateway;
        this.http = http;
        this.timer = timer;
        this.concerns = concerns;
        this.log = log;
        this.clock = clock;
    }

    synchronized void connect() {
        if (!away) {
            connections++;
            current = new WatcherSocket(new Entry.Watching(name, Entry.Watching.ALL), timer, this);
            current.open(http, gateway.nodes().get(0), gateway.token());
        }
    }

    boolean awaitSubscribed(Duration atMost) throws InterruptedException {
        return first.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void heard(WatcherSocket from, JsonNode frame) {
        if (from != current) {
            return;
        }
        String service = frame.path("service").asText();
        if (service.equals("/api/device/subscribe") && frame.path("code").asInt() != 0) {
            current.end(CloseCode.RECONNECT);
        } else if (service.equals("/api/device/subscribe")) {
            subscribedAt = clock.millis();
            backoff.reset();
            first.countDown();
        } else if (service.equals("/push/device/alert") && concerns.test(frame.path("values").path("sn").asText())) {
            log.pushed(name, connections, AlertSeen.of(frame.path("values")));
        }
    }

    @Override
    public synchronized void ended(WatcherSocket socket, CloseCode then, boolean opened) {
        if (subscribedAt > 0) {
            log.watched(name, connections, subscribedAt, clock.millis());
            subscribedAt = 0;
        }
        if (!away) {
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
            System.err.println(name + " gives up: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        away = true;
        current.end(CloseCode.STAY_AWAY);
    }
}
