package io.campanile.edge.websocket;

import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One client's socket (PROTOCOL 5). Its state changes on its event loop only; what is public may be called from anywhere.
 */
public final class Connection implements LiveConnection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** For how long what is in flight may still be answered when the node ends. */
    private static final long LAST_WORDS_MS = 3_000;

    private final String id;
    private final String address;
    private final String clientId;
    private final boolean named;
    private final Map<String, String> attributes;
    private final ServerWebSocket socket;
    private final ConnectionBase wire;
    private final ContextInternal context;
    private final Clock clock;
    private final long since;
    private final WebSocketSettings limits;
    private final Outbox outbox;
    private final Receipts receipts;
    private volatile Principal principal;
    private volatile long lastActivity;
    private volatile long activityBeforeLogin;
    private long heardAt;
    private volatile CloseCode closing;
    private final Liveness liveness;
    private Requests requests;
    private boolean leaving;
    private CloseCode closeOnceDrained;
    private final InTurn sends = new InTurn();
    private Runnable takesMore = () -> { };

    /**
     * To be called on the socket's event loop.
     *
     * @param wire what was upgraded to the socket
     */
    Connection(String id, Handshake handshake, ServerWebSocket socket, ConnectionBase wire, WebSocketSettings limits, Clock clock,
            WebSocketMetrics metrics) {
        this.id = id;
        this.address = handshake.address();
        this.clientId = handshake.clientId();
        this.named = handshake.named();
        this.attributes = handshake.attributes();
        this.socket = socket;
        this.wire = wire;
        this.context = ContextInternal.current();
        this.clock = clock;
        this.since = clock.millis();
        this.lastActivity = since;
        this.heardAt = since;
        this.limits = limits;
        this.outbox = new Outbox(socket, wire, clock, limits.queue(), limits.queueBytes(), metrics);
        this.receipts = new Receipts(socket);
        this.liveness = new Liveness(context.owner(), this, socket, limits, clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String address() {
        return address;
    }

    /** {@code ?client_id=}, or one made for this connection. */
    @Override
    public String clientId() {
        return clientId;
    }

    /** Whether its client can come back as the same installation. */
    boolean isNamed() {
        return named;
    }

    /** By {@code ?attr.x=}. */
    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public long since() {
        return since;
    }

    /** When the last frame came from it that was no pong, ms. */
    @Override
    public long lastActivity() {
        return lastActivity;
    }

    @Override
    public Transport transport() {
        return Transport.WEBSOCKET;
    }

    @Override
    public ConnectionState state() {
        if (isClosing()) {
            return ConnectionState.CLOSING;
        }
        if (principal == null) {
            return ConnectionState.CONNECTED;
        }
        if (clock.millis() - lastActivity >= limits.idleAfter().toMillis()) {
            return ConnectionState.IDLE;
        }
        return lastActivity == activityBeforeLogin ? ConnectionState.AUTHENTICATED : ConnectionState.ACTIVE;
    }

    @Override
    public void takenOver() {
        close(CloseCode.TAKEN_OVER);
    }

    /** Sends a frame, or closes with 1013 when the client reads too slowly for it. Frames arrive in the order of the calls. */
    public void send(Buffer frame) {
        execute(() -> {
            if (!isClosing()) {
                offer(frame);
            }
        });
    }

    /**
     * The same, and runs the work, on its event loop, once its client's end has the frame. A connection that ends before never
     * runs it.
     */
    void send(Buffer frame, Runnable received) {
        execute(() -> {
            if (!isClosing() && offer(frame)) {
                receipts.expect(received);
                written();
            }
        });
    }

    private void written() {
        if (outbox.isEmpty()) {
            receipts.written();
        }
    }

    void pong(Buffer payload) {
        heard();
        receipts.pong(payload);
    }

    /** The same on its event loop, for one that is not closing. @return false when it is closed for it */
    boolean offer(Buffer frame) {
        boolean taken = outbox.offer(frame);
        if (!taken) {
            close(CloseCode.TOO_SLOW);
        }
        return taken;
    }

    /** Closes it; a connection that is closing already keeps its first reason. */
    public void close(CloseCode code) {
        execute(() -> {
            if (!isClosing() && !(leaving && code == CloseCode.TOKEN)) {
                closing = code;
                liveness.stop();
                LOG.atLevel(logLevel()).log("connection {} of {} closes with {}: {}", id, owner(), code.number(), code.reason());
                if (!socket.isClosed()) {
                    // The client's own close frame may wait behind what was not read
                    wire.channelHandlerContext().pipeline().addFirst(new AfterClose(true));
                    socket.resume();
                    socket.close(code.number(), code.reason());
                }
            }
        });
    }

    /** Closes it with 1001 once its requests are answered and what waits is written, or soon without. */
    public void goAway() {
        execute(() -> {
            if (!isClosing()) {
                requests.finish();
            }
            if (!isClosing()) {
                context.owner().setTimer(LAST_WORDS_MS, timeUp -> close(CloseCode.SHUTTING_DOWN));
            }
        });
    }

    /** Whether it is logging out: its token, which is revoked meanwhile, is then no reason to close it. */
    void leaving(boolean now) {
        leaving = now;
    }

    /** Closes it once what waits has been written. */
    void closeOnceDrained(CloseCode code) {
        closeOnceDrained = code;
        drained();
    }

    /** Why we close it; null while we do not. */
    CloseCode closing() {
        return closing;
    }

    boolean isClosing() {
        return closing != null;
    }

    /** The client is gone, or said that it goes. */
    void closed() {
        if (!isClosing()) {
            closing = CloseCode.LOGGED_OUT;
            liveness.stop();
            LOG.atLevel(logLevel()).log("connection {} of {} was closed by its client", id, owner());
        }
    }

    /** Begins to watch over it; on its event loop. */
    void opened(Requests itsRequests) {
        requests = itsRequests;
        liveness.check();
    }

    void touch() {
        heard();
        lastActivity = heardAt;
    }

    /** It lives, whether its client does anything or not. */
    void heard() {
        heardAt = clock.millis();
    }

    /** When anything came from it last, ms; on its event loop. */
    long heardAt() {
        return heardAt;
    }

    void authenticated(Principal newPrincipal) {
        if (principal == null) {
            activityBeforeLogin = lastActivity;
        }
        principal = newPrincipal;
        liveness.check();
    }

    /** The messages that its client sends, one after another. */
    InTurn sends() {
        return sends;
    }

    /** Runs, on its event loop, whenever the client takes more after it had not. */
    void whenItTakesMore(Runnable work) {
        takesMore = work;
    }

    Outbox outbox() {
        return outbox;
    }

    /** To be called when the socket takes more. */
    void drained() {
        outbox.drain();
        written();
        if (closeOnceDrained != null && outbox.isEmpty()) {
            close(closeOnceDrained);
        }
        if (outbox.takesMore()) {
            takesMore.run();
        }
    }

    /** Runs the task on this connection's event loop; at once when this is it. */
    void execute(Runnable task) {
        if (context.nettyEventLoop().inEventLoop()) {
            task.run();
        } else {
            context.nettyEventLoop().execute(task);
        }
    }

    /** Runs the task on this connection's event loop, so many ms from now. */
    void after(long delay, Runnable task) {
        context.owner().setTimer(delay, timer -> execute(task));
    }

    /** Runs what may block on a worker thread, side by side with others. */
    <T> Future<T> executeBlocking(Callable<T> work) {
        return context.executeBlocking(work, false);
    }

    /** The event loop that it shares with other connections. */
    Context loop() {
        return context.unwrap();
    }

    /** Strangers could fill the log otherwise; the metrics count them. */
    private Level logLevel() {
        return principal == null ? Level.DEBUG : Level.INFO;
    }

    String owner() {
        return principal == null ? address() : principal.id();
    }
}
