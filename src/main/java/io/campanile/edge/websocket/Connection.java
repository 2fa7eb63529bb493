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

/**
 * One client's socket (PROTOCOL 5). Its state changes on its event loop only; what is public may be called from anywhere.
 */
public final class Connection implements LiveConnection {

    private final String id;
    private final String address;
    private final String clientId;
    private final boolean named;
    private final Map<String, String> attributes;
    private final ContextInternal context;
    private final long since;
    private final Activity activity;
    private final Outbox outbox;
    private final Receipts receipts;
    private volatile Principal principal;
    private final Closing closing;
    private final Liveness liveness;
    private Requests requests;
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
        this.context = ContextInternal.current();
        this.since = clock.millis();
        this.activity = new Activity(clock, limits.idleAfter());
        this.outbox = new Outbox(socket, wire, clock, limits.queue(), limits.queueBytes(), metrics);
        this.receipts = new Receipts(socket);
        this.liveness = new Liveness(context.owner(), this, socket, limits, clock);
        this.closing = new Closing(this, socket, wire, liveness);
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
        return activity.last();
    }

    @Override
    public Transport transport() {
        return Transport.WEBSOCKET;
    }

    @Override
    public ConnectionState state() {
        return isClosing() ? ConnectionState.CLOSING : activity.state(principal != null);
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
        activity.heard();
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
        execute(() -> closing.begin(code));
    }

    /** Closes it with 1001 once its requests are answered and what waits is written, or soon without. */
    public void goAway() {
        execute(() -> {
            if (!isClosing()) {
                requests.finish();
            }
            closing.notLaterThanSoon();
        });
    }

    /** How it ends. */
    Closing closing() {
        return closing;
    }

    boolean isClosing() {
        return closing.code() != null;
    }

    /** Begins to watch over it; on its event loop. */
    void opened(Requests itsRequests) {
        requests = itsRequests;
        liveness.check();
    }

    /** When its client was heard and did something. */
    Activity activity() {
        return activity;
    }

    void authenticated(Principal newPrincipal) {
        if (principal == null) {
            activity.loggedIn();
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
        closing.drained();
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

    /** Runs the task on this connection's event loop, once what the loop does now is done. */
    void later(Runnable task) {
        context.nettyEventLoop().execute(task);
    }

    /** Runs the task on this connection's event loop, so many ms from now. */
    void after(long delay, Runnable task) {
        context.owner().setTimer(delay, timer -> execute(task));
    }

    /** Runs what may block on a worker thread, side by side with others; it is done on the event loop. */
    <T> Future<T> executeBlocking(Callable<T> work) {
        return OffLoop.run(context, work);
    }

    /** The event loop that it shares with other connections. */
    Context loop() {
        return context.unwrap();
    }

    String owner() {
        return principal == null ? address() : principal.id();
    }
}
