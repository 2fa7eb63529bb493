package io.campanile.bench.checker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Somebody who watches devices over WebSocket (PROTOCOL 5), and writes down every state that is pushed. Comes back
 * when the connection is lost, or closed by a code that allows it. Thread-safe.
 */
final class Watcher implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(25);

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
    private Connection current;

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
        if (away) {
            return;
        }
        current = new Connection(++connections);
        URI base = gateway.nodes().get(node % gateway.nodes().size());
        URI uri = URI.create("ws" + base.toString().substring("http".length())).resolve("/ws");
        Connection connection = current;
        http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5))
                .subprotocols("campanile.v1", "bearer." + gateway.token())
                .buildAsync(uri, connection)
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        synchronized (this) {
                            node++;
                        }
                        connection.ended(CloseCode.RECONNECT);
                    }
                });
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

    private synchronized void heard(Connection connection, JsonNode frame) {
        String service = frame.path("service").asText();
        if (service.equals("/push/device/state")) {
            JsonNode values = frame.path("values");
            String sn = values.path("sn").asText();
            if (concerns.test(sn)) {
                long n = values.path("state").path("properties").path("n").asLong();
                journal.append(new Entry.Pushed(watching.watcher(), connection.number, sn,
                        values.path("version").asLong(), n));
                meter.pushes.increment();
                seen.put(sn, n);
                notifyAll();
            }
        } else if (service.equals("/api/device/subscribe")) {
            if (frame.path("code").asInt() == 0) {
                subscribed = true;
                backoff.reset();
                notifyAll();
            } else {
                connection.socket.abort();
                connection.ended(CloseCode.RECONNECT);
            }
        }
    }

    private synchronized boolean isAway() {
        return away;
    }

    @Override
    public synchronized void close() {
        away = true;
        if (current.socket != null) {
            current.socket.abort();
        }
    }

    /** One connection; its callbacks come one after the other. */
    private final class Connection implements WebSocket.Listener {

        private final long number;
        private final StringBuilder text = new StringBuilder();
        private volatile WebSocket socket;
        private volatile long heardAt = System.nanoTime();
        private ScheduledFuture<?> heartbeat;
        private boolean over;

        Connection(long number) {
            this.number = number;
        }

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            if (isAway()) {
                opened.abort();
                return;
            }
            String what = watching.type().equals(Entry.Watching.ALL) ? "{\"all\":true}"
                    : "{\"type\":\"" + watching.type() + "\"}";
            opened.sendText("{\"service\":\"/api/device/subscribe\",\"request_id\":\"s\",\"values\":" + what + "}", true);
            heartbeat = timer.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            opened.request(1);
        }

        private void beat() {
            if (System.nanoTime() - heardAt > SILENT_NANOS) {
                socket.abort();
                ended(CloseCode.RECONNECT);
            } else {
                socket.sendText("{\"service\":\"/api/heartbeat\",\"request_id\":\"h\",\"values\":{}}", true);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            heardAt = System.nanoTime();
            text.append(part);
            if (last) {
                try {
                    heard(this, JSON.readTree(text.toString()));
                } catch (JsonProcessingException e) {
                    System.err.println(watching.watcher() + " was sent what is not JSON: " + e.getOriginalMessage());
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            CloseCode then = CloseCode.of(code);
            if (then == CloseCode.STAY_AWAY) {
                System.err.println(watching.watcher() + " was closed with " + code + " " + reason + ", for good");
            }
            ended(then);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended(CloseCode.RECONNECT);
        }

        private void ended(CloseCode then) {
            synchronized (Watcher.this) {
                if (over) {
                    return;
                }
                over = true;
                if (heartbeat != null) {
                    heartbeat.cancel(false);
                }
                if (then == CloseCode.STAY_AWAY || away) {
                    away = true;
                    return;
                }
                meter.watcherReconnects.increment();
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
    }
}
