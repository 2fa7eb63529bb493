package io.campanile.edge.websocket;

import io.campanile.domain.session.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;

/**
 * Ends a connection in time: no login, token expired, silent, or not reading (PROTOCOL 5); pings it before. One timer a
 * connection, set anew only when it fires, so a frame costs nothing here. Belongs to the connection's event loop.
 */
final class Liveness {

    private static final long SOONEST = 1;
    /** No timer's id: the first one of Vert.x is 0. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Connection connection;
    private final ServerWebSocket socket;
    private final WebSocketSettings limits;
    private final Clock clock;
    private long timer = NONE;
    private long pingedAt;

    Liveness(Vertx vertx, Connection connection, ServerWebSocket socket, WebSocketSettings limits, Clock clock) {
        this.vertx = vertx;
        this.connection = connection;
        this.socket = socket;
        this.limits = limits;
        this.clock = clock;
    }

    /** Looks now, and from here on whenever something may be due; also to be called when the principal has changed. */
    void check() {
        stop();
        long now = clock.millis();
        CloseCode due = due(now);
        if (due != null) {
            connection.close(due);
        } else if (!connection.isClosing()) {
            pingIfSilent(now);
            timer = vertx.setTimer(Math.max(SOONEST, next() - now), id -> check());
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private CloseCode due(long now) {
        Principal principal = connection.principal();
        if (principal == null && now >= connection.since() + limits.loginTimeout().toMillis()) {
            return CloseCode.NO_LOGIN;
        }
        if (principal != null && now >= principal.expiresAt()) {
            return CloseCode.TOKEN;
        }
        if (connection.outbox().stalledFor(now) >= limits.writeTimeout().toMillis()) {
            return CloseCode.TOO_SLOW;
        }
        return now >= connection.activity().heardAt() + limits.idleTimeout().toMillis() ? CloseCode.HEARTBEAT_LOST : null;
    }

    private void pingIfSilent(long now) {
        if (!pinged() && now >= connection.activity().heardAt() + limits.pingAfter().toMillis()) {
            pingedAt = now;
            socket.writePing(Buffer.buffer());
        }
    }

    private boolean pinged() {
        return pingedAt > connection.activity().heardAt();
    }

    private long next() {
        Principal principal = connection.principal();
        long silence = connection.activity().heardAt() + (pinged() ? limits.idleTimeout() : limits.pingAfter()).toMillis();
        long proof = principal == null ? connection.since() + limits.loginTimeout().toMillis() : principal.expiresAt();
        // A stall may begin at any time; looking this often finds it within twice its limit
        long stall = clock.millis() + limits.writeTimeout().toMillis();
        return Math.min(Math.min(silence, proof), stall);
    }
}
