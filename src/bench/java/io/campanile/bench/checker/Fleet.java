package io.campanile.bench.checker;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** All devices on one event loop: a connection each, made again with back-off for as long as the fleet is open. */
final class Fleet<S extends Sender> implements AutoCloseable {

    private static final int CONNECT_MS = 2000;
    private static final int SILENT_SECONDS = 30;
    private static final int PING_SECONDS = 10;
    private static final int LARGEST_MESSAGE = 64 * 1024;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final Bootstrap bootstrap;
    private final List<S> senders;

    /** @param broker {@code tcp://host:port} */
    Fleet(URI broker, List<S> senders) {
        this.senders = senders;
        this.bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .remoteAddress(broker.getHost(), broker.getPort())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    /** Connects every device, which then sends. */
    void start() {
        loop.execute(() -> senders.forEach(this::connect));
    }

    private void connect(S sender) {
        ChannelFuture connecting = bootstrap.clone().handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new IdleStateHandler(SILENT_SECONDS, PING_SECONDS, 0),
                        new MqttDecoder(LARGEST_MESSAGE), MqttEncoder.INSTANCE, sender);
            }
        }).connect();
        // Fires for a failed attempt as well as for a connection that was lost
        connecting.channel().closeFuture().addListener(closed -> connectLater(sender));
    }

    private void connectLater(S sender) {
        if (!loop.isShuttingDown()) {
            loop.schedule(() -> connect(sender), sender.pauseMs(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Stops new reports and waits until all that were sent are confirmed.
     *
     * @return whether they are, within that time
     */
    boolean settle(Duration atMost) throws InterruptedException {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        loop.execute(() -> senders.forEach(Sender::stop));
        loop.scheduleWithFixedDelay(() -> {
            if (senders.stream().allMatch(Sender::settled)) {
                settled.complete(null);
            }
        }, 0, 20, TimeUnit.MILLISECONDS);
        try {
            settled.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Asks the senders something, in their own thread. */
    <T> T ask(Function<List<S>, T> question) throws InterruptedException, ExecutionException {
        return loop.submit(() -> question.apply(senders)).get();
    }

    /** Lets each sender do something again and again, in its own thread, the senders spread over the period. */
    void each(Duration period, Consumer<S> act) {
        for (int i = 0; i < senders.size(); i++) {
            S sender = senders.get(i);
            loop.scheduleAtFixedRate(() -> act.accept(sender), period.toNanos() * i / senders.size(), period.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
