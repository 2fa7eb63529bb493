package io.campanile.edge.http;

import io.campanile.edge.tls.Tls;
import io.campanile.settings.SettingException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP server for REST, WebSocket and console (PROTOCOL 2): a server on every event loop, all sharing the port
 * and one {@link #router()}. Camel's REST routes land on that router once it is {@link #registerIn registered}.
 * It listens only when told to, so that nobody meets a half-built gateway.
 */
public final class EdgeServer implements AutoCloseable {

    /** The subprotocol that the handshake answers with when a client offers it (PROTOCOL 5). */
    public static final String SUBPROTOCOL = "campanile.v1";

    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
    /** Vert.x: servers that ask for the same negative port share one free port. */
    private static final int SHARED_FREE_PORT = -1;

    /** For how long a client may leave our close frame unanswered. */
    private static final int CLOSING_SECONDS = 3;

    private final Vertx vertx;
    private final HttpSettings settings;
    private final Router router;
    private final Optional<Tls> tls;
    private final ClientAddress clientAddress;
    private volatile int port;
    private volatile String deployment;

    /**
     * @param settings where to listen, and what the largest message is
     * @throws SettingException when the certificate or a trusted proxy is no good
     */
    public EdgeServer(Vertx vertx, HttpSettings settings, HealthEndpoint health, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.router = Router.router(vertx);
        this.tls = settings.tls().map(files -> new Tls(vertx, files, clock));
        this.clientAddress = new ClientAddress(settings.trustedProxies());
        SecurityHeaders.addTo(router);
        CrossOrigin.addTo(router, settings.origins());
        health.addTo(router);
        AsyncApi.addTo(router);
        WebConsole.addTo(router);
        ErrorPages.addTo(router, clock);
    }

    /** Where edges add their paths, before {@link #listen()}. Thread-safe. */
    public Router router() {
        return router;
    }

    /** Makes this the server of Camel's {@code platform-http} component. To be called before the context starts. */
    public void registerIn(CamelContext camel) {
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(settings.port());
        camel.getRegistry().bind(name, new EdgeRouter(vertx, router, name, settings.maxBody()));
        camel.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new EdgeHttpEngine(this));
    }

    /**
     * Starts to listen, and waits until it does. Not to be called on an event loop.
     *
     * @throws SettingException when the port is in use or the address is not ours
     */
    public void listen() {
        DeploymentOptions oneForEachLoop = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            deployment = vertx.deployVerticle(Listener::new, oneForEachLoop).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw refused(e.getCause());
        }
        LOG.info("listening for {} and WebSocket on {}:{}", tls.isPresent() ? "HTTPS" : "HTTP", settings.host(), port);
    }

    /** The port in force: the actual one once it listens, until then the one that was set, which may be 0. */
    public int port() {
        return port == 0 ? settings.port() : port;
    }

    /** Stops listening and drops what is still connected. Does nothing when it does not listen. */
    @Override
    public void close() {
        tls.ifPresent(Tls::close);
        String running = deployment;
        deployment = null;
        if (running != null) {
            vertx.undeploy(running).toCompletionStage().toCompletableFuture().join();
        }
    }

    private SettingException refused(Throwable cause) {
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new SettingException("port " + settings.port() + " is in use: stop what listens there or set http.port", cause);
        }
        return new SettingException("cannot listen on " + settings.host() + ":" + settings.port() + " ("
                + cause.getMessage() + "): check bind.host and http.port", cause);
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port() == 0 ? SHARED_FREE_PORT : settings.port())
                // Nobody needs it, and until it is ruled out a silent client is not yet a connection
                .setHttp2ClearTextEnabled(false)
                .setWebSocketSubProtocols(List.of(SUBPROTOCOL))
                .setMaxWebSocketFrameSize(settings.maxFrame())
                .setMaxWebSocketMessageSize(settings.maxFrame())
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setPerMessageWebSocketCompressionSupported(settings.compression())
                .setPerFrameWebSocketCompressionSupported(false);
        tls.ifPresent(certificate -> certificate.secure(options));
        return options;
    }

    /** One event loop's share of the connections. */
    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(options()).connectionHandler(this::accepted)
                    .requestHandler(request -> router.handle(clientAddress.reveal(request))).listen()
                    .onSuccess(this::remember)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void accepted(HttpConnection connection) {
            FairReads.limit(connection);
            RequestDeadline.watch(connection);
        }

        private void remember(HttpServer server) {
            port = server.actualPort();
        }
    }
}
