package io.campanile.edge.line;

import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Transport;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One client's TCP connection (PROTOCOL 10). Its state changes on its event loop only; what is public may be called from anywhere. */
public final class LineConnection implements LiveConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LineConnection.class);
    /** The one installation that a user has here. */
    private static final String CLIENT_ID = "line";
    /** For how long a client may leave our last line unread. */
    private static final long CLOSING_MS = 3_000;

    private final String id = UUID.randomUUID().toString();
    private final NetSocketInternal socket;
    private final ContextInternal context = ContextInternal.current();
    private final LineSettings limits;
    private final Clock clock;
    private final String address;
    private final long since;
    private final LineLiveness liveness;
    private final LineInbox inbox = new LineInbox(this);
    private volatile Principal principal;
    private volatile long lastActivity;
    private volatile long activityBeforeLogin;
    private volatile Farewell farewell;
    private boolean leaving;
    private Runnable afterAnswer;

    /** To be called on the socket's event loop. */
    LineConnection(NetSocketInternal socket, LineSettings limits, Clock clock) {
        this.socket = socket;
        this.limits = limits;
        this.clock = clock;
        this.address = socket.remoteAddress().hostAddress();
        this.since = clock.millis();
        this.lastActivity = since;
        this.liveness = new LineLiveness(context.owner(), this, limits, clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String clientId() {
        return CLIENT_ID;
    }

    @Override
    public Transport transport() {
        return Transport.TCP;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public long since() {
        return since;
    }

    /** When its last line came, ms. */
    @Override
    public long lastActivity() {
        return lastActivity;
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
        close(Farewell.TAKEN_OVER);
    }

    /** Sends a line, given without its end; on its event loop. */
    void send(String line) {
        if (!isClosing()) {
            socket.write(line + "\n");
            if (socket.writeQueueFull()) {
                liveness.stalled();
            }
        }
    }

    /** Closes it; one that is closing already keeps its first reason. */
    void close(Farewell reason) {
        execute(() -> {
            if (isClosing() || leaving && reason == Farewell.TOKEN) {
                return;
            }
            farewell = reason;
            liveness.stop();
            LOG.atLevel(logLevel()).log("connection {} of {} closes: {}", id, owner(), reason.reason());
            if (reason != Farewell.NONE) {
                socket.write(reason.line());
            }
            socket.close();
            long timer = context.owner().setTimer(CLOSING_MS, late -> cut());
            socket.channelHandlerContext().channel().closeFuture().addListener(closed -> context.owner().cancelTimer(timer));
        });
    }

    /** Drops it, with all that is unread. */
    void abort() {
        execute(() -> {
            if (!isClosing()) {
                farewell = Farewell.NONE;
                LOG.atLevel(logLevel()).log("connection {} of {} is dropped: it does not read", id, owner());
            }
            cut();
        });
    }

    /** Vert.x waits until all that is unread is read before it closes a socket, however it is asked; Netty below it does not. */
    private void cut() {
        socket.channelHandlerContext().close();
    }

    /** It is gone. */
    void closed() {
        liveness.stop();
        inbox.end();
        if (!isClosing()) {
            farewell = Farewell.NONE;
            LOG.atLevel(logLevel()).log("connection {} of {} was closed by its client", id, owner());
        }
    }

    /** Begins to watch over it. */
    void opened() {
        liveness.check();
    }

    /** Its client takes what it is sent again. */
    void drained() {
        liveness.drained();
        inbox.ready();
    }

    /** Whether the next line would go out at once. */
    boolean takesMore() {
        return !socket.writeQueueFull();
    }

    /** Where its user's messages come from. */
    LineInbox inbox() {
        return inbox;
    }

    ContextInternal context() {
        return context;
    }

    /** Runs it on the event loop, after what is to run there now. */
    void later(Runnable task) {
        context.nettyEventLoop().execute(task);
    }

    void touch() {
        lastActivity = clock.millis();
    }

    void authenticated(Principal newPrincipal) {
        if (principal == null) {
            activityBeforeLogin = lastActivity;
        }
        principal = newPrincipal;
        liveness.check();
    }

    /** What follows the answer to the line that is being answered. */
    void afterAnswer(Runnable lines) {
        afterAnswer = lines;
    }

    /** The answer is sent. */
    void answered() {
        Runnable lines = afterAnswer;
        afterAnswer = null;
        if (lines != null) {
            lines.run();
        }
    }

    /** Whether it is logging out: its token, which is revoked meanwhile, is then no reason to close it. */
    void leaving(boolean now) {
        leaving = now;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isClosing() {
        return farewell != null;
    }

    /** Strangers could fill the log otherwise; the metrics count them. */
    private Level logLevel() {
        return principal == null ? Level.DEBUG : Level.INFO;
    }

    String owner() {
        return principal == null ? address : principal.id();
    }

    private void execute(Runnable task) {
        if (context.nettyEventLoop().inEventLoop()) {
            task.run();
        } else {
            context.nettyEventLoop().execute(task);
        }
    }
}
