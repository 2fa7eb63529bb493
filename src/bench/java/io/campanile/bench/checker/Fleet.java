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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** All devices on one event loop: a connection each, made again with back-off for as long as the fleet is open. */
final class Fleet implements AutoCloseable {

    private static final int CONNECT_MS = 2000;
    private static final int SILENT_SECONDS = 30;
    private static final int PING_SECONDS = 10;
    private static final int LARGEST_MESSAGE = 64 * 1024;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final Bootstrap bootstrap;
    private final List<DeviceSender> senders;
    private final double reportsPerSecond;

    /**
     * @param broker           {@code tcp://host:port}
     * @param reportsPerSecond of each device; 0: as fast as they are confirmed
     */
    Fleet(URI broker, List<DeviceSender> senders, double reportsPerSecond) {
        this.senders = senders;
        this.reportsPerSecond = reportsPerSecond;
        this.bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .remoteAddress(broker.getHost(), broker.getPort())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    /** Connects every device, which then sends. */
    void start() {
        loop.execute(() -> senders.forEach(this::connect));
        if (reportsPerSecond > 0) {
            senders.forEach(DeviceSender::pace);
            long period = (long) (1e9 / reportsPerSecond);
            for (int i = 0; i < senders.size(); i++) {
                // Not all at once
                loop.scheduleAtFixedRate(senders.get(i)::due, period * i / senders.size(), period, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void connect(DeviceSender sender) {
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

    private void connectLater(DeviceSender sender) {
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
        loop.execute(() -> senders.forEach(DeviceSender::stop));
        loop.scheduleWithFixedDelay(() -> {
            if (senders.stream().allMatch(DeviceSender::settled)) {
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

    /** @return what was confirmed up to now */
    Map<Entry.Device, DeviceSender.Tally> tallies() throws InterruptedException, ExecutionException {
        return loop.submit(() -> senders.stream()
                .collect(Collectors.toMap(DeviceSender::device, DeviceSender::tally))).get();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
