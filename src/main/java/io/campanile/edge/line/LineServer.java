package io.campanile.edge.line;

import io.campanile.edge.limit.ConnectionLimits;
import io.campanile.edge.limit.RateLimit;
import io.campanile.edge.tls.Tls;
import io.campanile.settings.SettingException;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP server of the line protocol (PROTOCOL 2 and 10): one on every event loop, all sharing the port. It listens only
 * when told to.
 */
public final class LineServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LineServer.class);
    /** Vert.x: servers that ask for the same negative port share one free port. */
    private static final int SHARED_FREE_PORT = -1;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private final Vertx vertx;
    private final LineSettings settings;
    private final LineHub hub;
    private final Clock clock;
    private final ConnectionLimits limits;
    private final Optional<Tls> tls;
    private volatile int port;
    private volatile String deployment;

    /** @throws SettingException when the certificate is no good */
    public LineServer(Vertx vertx, LineSettings settings, LineHub hub, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.hub = hub;
        this.clock = clock;
        this.limits = new ConnectionLimits(settings.maxConnections(), settings.maxConnectionsPerAddress());
        this.tls = settings.tls().map(files -> new Tls(vertx, files, clock));
    }

    /**
     * Starts to listen, and waits until it does. Not to be called on an event loop.
     *
     * @param commands what a line may say
     * @throws SettingException when it cannot listen there
     */
    public void listen(Commands commands) {
        DeploymentOptions oneForEachLoop = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            deployment = vertx.deployVerticle(() -> new Listener(commands), oneForEachLoop).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new SettingException("cannot listen on " + settings.host() + ":" + settings.port() + " (" + e.getCause().getMessage()
                    + "): stop what listens there, or set line.port", e.getCause());
        }
        LOG.info("listening for lines on {}:{}{}", settings.host(), port, tls.isPresent() ? ", with TLS" : "");
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

    private NetServerOptions options() {
        NetServerOptions options = new NetServerOptions()
                .setHost(settings.host())
                .setPort(settings.port() == 0 ? SHARED_FREE_PORT : settings.port())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setSendBufferSize(settings.sendBuffer())
                .setReceiveBufferSize(settings.receiveBuffer());
        tls.ifPresent(certificate -> certificate.secure(options));
        return options;
    }

    private void open(NetSocket socket, Commands commands) {
        String address = socket.remoteAddress().hostAddress();
        if (!limits.enter(address)) {
            socket.write(Farewell.TOO_MANY.line());
            socket.close();
            return;
        }
        keepAlive(((NetSocketInternal) socket).channelHandlerContext().channel());
        LineConnection connection = new LineConnection((NetSocketInternal) socket, settings, clock);
        LineDialogue dialogue = new LineDialogue(connection, socket, commands, new LineDecoder(settings.maxLine()),
                new RateLimit(clock, settings.linesPerSecond(), settings.burst()));
        socket.handler(dialogue::read);
        socket.drainHandler(v -> {
            connection.drained();
            dialogue.goOn();
        });
        socket.exceptionHandler(e -> LOG.debug("connection {}: {}", connection.id(), e.toString()));
        socket.closeHandler(v -> {
            connection.closed();
            hub.closed(connection);
            limits.leave(address);
        });
        hub.opened(connection);
        connection.opened();
    }

    /** The JDK has it where the platform has it (CAPABILITIES 4.20). */
    private static void keepAlive(Channel channel) {
        channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_ALIVE_SECONDS);
    }

    /** One event loop's share of the connections. */
    private final class Listener extends AbstractVerticle {

        private final Commands commands;

        Listener(Commands commands) {
            this.commands = commands;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createNetServer(options()).connectHandler(socket -> open(socket, commands)).listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
