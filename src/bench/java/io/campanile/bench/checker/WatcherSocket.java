package io.campanile.bench.checker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection of a {@link Watcher}: signs in by the subprotocol pair, subscribes, sends heartbeats, and takes
 * silence for the end (PROTOCOL 5). Tells its end exactly once. Its callbacks come one after the other.
 */
final class WatcherSocket implements WebSocket.Listener {

    /** What a connection tells. */
    interface Events {
        void heard(WatcherSocket from, JsonNode frame);

        /** @param opened whether there had been a connection at all */
        void ended(WatcherSocket socket, CloseCode then, boolean opened);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(25);

    private final Entry.Watching watching;
    private final ScheduledExecutorService timer;
    private final Events events;
    private final StringBuilder text = new StringBuilder();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile WebSocket socket;
    private volatile ScheduledFuture<?> heartbeat;
    private volatile long heardAt;

    WatcherSocket(Entry.Watching watching, ScheduledExecutorService timer, Events events) {
        this.watching = watching;
        this.timer = timer;
        this.events = events;
    }

    /** @param node the HTTP address of a node */
    void open(HttpClient http, URI node, String token) {
        URI uri = URI.create("ws" + node.toString().substring("http".length())).resolve("/ws");
        http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5))
                .subprotocols("campanile.v1", "bearer." + token)
                .buildAsync(uri, this)
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        end(CloseCode.RECONNECT);
                    }
                });
    }

    /** Drops the connection, or the attempt at one. */
    void end(CloseCode then) {
        if (over.compareAndSet(false, true)) {
            if (socket != null) {
                socket.abort();
            }
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
            events.ended(this, then, socket != null);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        heardAt = System.nanoTime();
        if (over.get()) {
            opened.abort();
            return;
        }
        String what = watching.type().equals(Entry.Watching.ALL) ? "\"all\":true" : "\"type\":\"" + watching.type() + "\"";
        opened.sendText("{\"service\":\"/api/device/subscribe\",\"request_id\":\"s\",\"values\":{" + what + "}}", true);
        heartbeat = timer.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        opened.request(1);
    }

    private void beat() {
        if (System.nanoTime() - heardAt > SILENT_NANOS) {
            end(CloseCode.RECONNECT);
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
                events.heard(this, JSON.readTree(text.toString()));
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
        end(then);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(CloseCode.RECONNECT);
    }
}
