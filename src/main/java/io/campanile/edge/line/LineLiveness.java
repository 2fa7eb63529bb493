package io.campanile.edge.line;

import io.campanile.domain.session.Principal;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Ends a connection in time: no login, login expired, silent, or not reading (CAPABILITIES 4.20). One timer a connection,
 * set anew only when it fires, so a line costs nothing here. Belongs to the connection's event loop.
 */
final class LineLiveness {

    private static final long SOONEST = 1;
    private static final long NONE = -1;

    private final Vertx vertx;
    private final LineConnection connection;
    private final LineSettings limits;
    private final Clock clock;
    private long timer = NONE;
    private long stallTimer = NONE;

    LineLiveness(Vertx vertx, LineConnection connection, LineSettings limits, Clock clock) {
        this.vertx = vertx;
        this.connection = connection;
        this.limits = limits;
        this.clock = clock;
    }

    /** Looks now, and from here on whenever something may be due; also to be called when the principal has changed. */
    void check() {
        vertx.cancelTimer(timer);
        if (connection.isClosing()) {
            return;
        }
        long now = clock.millis();
        long proof = proofEnds();
        long silence = connection.lastActivity() + limits.idleTimeout().toMillis();
        if (now >= proof) {
            connection.close(connection.principal() == null ? Farewell.NO_LOGIN : Farewell.TOKEN);
        } else if (now >= silence) {
            connection.close(Farewell.SILENT);
        } else {
            timer = vertx.setTimer(Math.max(SOONEST, Math.min(proof, silence) - now), id -> check());
        }
    }

    /** The client takes no more at the moment. */
    void stalled() {
        if (stallTimer == NONE) {
            stallTimer = vertx.setTimer(limits.writeTimeout().toMillis(), id -> connection.abort());
        }
    }

    /** It does again. */
    void drained() {
        vertx.cancelTimer(stallTimer);
        stallTimer = NONE;
    }

    void stop() {
        vertx.cancelTimer(timer);
        drained();
    }

    private long proofEnds() {
        Principal principal = connection.principal();
        return principal == null ? connection.since() + limits.loginTimeout().toMillis() : principal.expiresAt();
    }
}
