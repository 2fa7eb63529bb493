package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.edge.limit.ConnectionLimits;
import io.campanile.edge.limit.RateLimit;
import io.campanile.ops.overload.Admission;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ws} (PROTOCOL 5): refuses what may not connect, upgrades the rest and puts each connection together.
 * What a browser has to see of a refusal comes as a close code after the handshake.
 */
public final class WebSocketEdge implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketEdge.class);
    private static final int RETRY_AFTER_SECONDS = 5;
    /** So many frames a request may be made of, or follow one that is refused, before the client is slowed down. */
    private static final double FRAMES_PER_REQUEST = 10;
    /** How much more frames than requests may come at once. */
    private static final double FRAMES_AT_ONCE = 2;
    /** So many of a burst are worked off, some hundred microseconds long, before the loop's other clients have their turn. */
    private static final int LEAST_BATCH = 32;
    private static final int MILLIS = 1_000;

    private final WebSocketSettings settings;
    private final SignIn signIn;
    private final Hub hub;
    private final DeviceWatchers watchers;
    private final FrameCodec codec;
    private final Catalogue catalogue;
    private final RequestHandler handler;
    private final Clock clock;
    private final ConnectionLimits limits;
    private final WebSocketMetrics metrics;

    public WebSocketEdge(WebSocketSettings settings, SignIn signIn, Hub hub, DeviceWatchers watchers,
            FrameCodec codec, Catalogue catalogue, WebSocketComponent component, Clock clock, WebSocketMetrics metrics, Admission admission) {
        this.settings = settings;
        this.signIn = signIn;
        this.hub = hub;
        this.watchers = watchers;
        this.codec = codec;
        this.catalogue = catalogue;
        this.handler = new UploadGate(component, admission);
        this.clock = clock;
        this.metrics = metrics;
        this.limits = new ConnectionLimits(settings.maxConnections(), settings.maxConnectionsPerAddress());
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (hub.isRefusing()) {
            refuse(context, new CodedException(ErrorCode.UNAVAILABLE, "this node is shutting down"));
            return;
        }
        String id = UUID.randomUUID().toString();
        Handshake handshake;
        try {
            handshake = Handshake.read(request, id.substring(0, 8) + id.substring(24));
        } catch (CodedException e) {
            refuse(context, e);
            return;
        }
        if (!limits.enter(handshake.address())) {
            metrics.tooMany();
            refuse(context, new CodedException(ErrorCode.TOO_MANY, "too many connections"));
            return;
        }
        boolean originAllowed = Handshake.originAllowed(request, settings.origins());
        request.toWebSocket()
                .onSuccess(socket -> open(id, handshake, request.connection(), socket, originAllowed))
                .onFailure(e -> {
                    limits.leave(handshake.address());
                    LOG.debug("no upgrade for {}: {}", handshake.address(), e.getMessage());
                });
    }

    private void open(String id, Handshake handshake, HttpConnection http, ServerWebSocket socket, boolean originAllowed) {
        Connection connection = new Connection(id, handshake, socket, (ConnectionBase) http, settings, clock, metrics);
        int batch = Math.max(LEAST_BATCH, settings.requestsPerSecond() / MILLIS);
        Requests requests = new Requests(connection, socket, codec, catalogue, handler,
                new RateLimit(clock, settings.requestsPerSecond(), settings.burst()),
                new RateLimit(clock, FRAMES_PER_REQUEST * settings.requestsPerSecond(), FRAMES_AT_ONCE * settings.burst()),
                batch, metrics);
        // They would stay as long as the connection, the token among them
        socket.headers().clear();
        ProtocolViolations.watch(http, connection);
        PingLimit.watch(http, connection, new RateLimit(clock, settings.requestsPerSecond(), settings.burst()));
        FrameReader reader = new FrameReader(connection, settings.maxFrame(), message -> {
            metrics.received(message.length());
            requests.accept(message);
        });
        socket.frameHandler(frame -> {
            requests.countFrame();
            reader.handle(frame);
        });
        socket.pongHandler(connection::pong);
        socket.exceptionHandler(e -> LOG.debug("connection {}: {}", id, e.toString()));
        socket.drainHandler(v -> {
            connection.drained();
            requests.regulate();
        });
        socket.closeHandler(v -> {
            metrics.closed(connection.closing().code(), socket.closeStatusCode(), clock.millis() - connection.since());
            connection.closing().byClient();
            hub.closed(connection);
            watchers.closed(connection);
            limits.leave(connection.address());
        });
        metrics.opened();
        hub.opened(connection);
        connection.opened(requests);
        if (!originAllowed) {
            connection.close(CloseCode.ORIGIN);
        } else if (hub.isRefusing()) {
            connection.goAway();
        } else if (handshake.token() != null) {
            authenticate(connection, handshake.token());
        } else if (handshake.ticket() != null) {
            socket.pause();
            signIn.redeem(connection, handshake.ticket()).onComplete(entered -> socket.resume());
        }
    }

    private void authenticate(Connection connection, String token) {
        try {
            signIn.enter(connection, token);
        } catch (CodedException e) {
            LOG.debug("connection {}: {}", connection.id(), e.getMessage());
            connection.close(CloseCode.TOKEN);
        }
    }

    private void refuse(RoutingContext context, CodedException e) {
        if (e.code() == ErrorCode.TOO_MANY || e.code() == ErrorCode.UNAVAILABLE) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
        }
        JsonObject body = new JsonObject().put("code", e.code().number()).put("msg", e.getMessage()).put("server_time", clock.millis());
        // Or who is refused would still be connected
        context.response().setStatusCode(e.code().number()).putHeader(HttpHeaders.CONNECTION, "close")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
}
