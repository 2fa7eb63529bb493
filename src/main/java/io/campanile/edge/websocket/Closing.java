package io.campanile.edge.websocket;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How a connection ends (PROTOCOL 5): with which code, and whether at once or after what is still to be said. It keeps its
 * first reason. Belongs to the connection's event loop, but for {@link #code}.
 */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    /** For how long what is in flight may still be answered when the node ends. */
    private static final long LAST_WORDS_MS = 3_000;

    private final Connection connection;
    private final ServerWebSocket socket;
    private final ConnectionBase wire;
    private final Liveness liveness;
    private volatile CloseCode code;
    private boolean leaving;
    private CloseCode onceDrained;

    /** @param wire what was upgraded to the socket */
    Closing(Connection connection, ServerWebSocket socket, ConnectionBase wire, Liveness liveness) {
        this.connection = connection;
        this.socket = socket;
        this.wire = wire;
        this.liveness = liveness;
    }

    /** Why it ends; null while it does not. May be asked from anywhere. */
    CloseCode code() {
        return code;
    }

    /** Closes it now; one that is closing already keeps its first reason. */
    void begin(CloseCode why) {
        if (code == null && !(leaving && why == CloseCode.TOKEN)) {
            code = why;
            liveness.stop();
            LOG.atLevel(logLevel()).log("connection {} of {} closes with {}: {}", connection.id(), connection.owner(), why.number(), why.reason());
            if (!socket.isClosed()) {
                // The client's own close frame may wait behind what was not read
                wire.channelHandlerContext().pipeline().addFirst(new AfterClose(true));
                socket.resume();
                socket.close(why.number(), why.reason());
            }
        }
    }

    /** The client is gone, or said that it goes. */
    void byClient() {
        if (code == null) {
            code = CloseCode.LOGGED_OUT;
            liveness.stop();
            LOG.atLevel(logLevel()).log("connection {} of {} was closed by its client", connection.id(), connection.owner());
        }
    }

    /** Whether it is logging out: its token, which is revoked meanwhile, is then no reason to close it. */
    void leaving(boolean now) {
        leaving = now;
    }

    /** Closes it once what waits has been written. */
    void onceDrained(CloseCode why) {
        onceDrained = why;
        connection.drained();
    }

    /** To be called when something was written. */
    void drained() {
        if (onceDrained != null && connection.outbox().isEmpty()) {
            begin(onceDrained);
        }
    }

    /** The node ends: closes it with 1001 in a moment, unless it has ended by then. */
    void notLaterThanSoon() {
        if (code == null) {
            connection.after(LAST_WORDS_MS, () -> begin(CloseCode.SHUTTING_DOWN));
        }
    }

    /** Strangers could fill the log otherwise; the metrics count them. */
    private Level logLevel() {
        return connection.principal() == null ? Level.DEBUG : Level.INFO;
    }
}
