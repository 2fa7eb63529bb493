package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops from which all loads are sent, and connecting from them. Thread-safe. */
public final class Generator implements AutoCloseable {

    private static final int CONNECT_MS = 20_000;
    /** Loopback addresses to connect from: each has its own ephemeral ports, and its own share of a server's limits. */
    private static final int SOURCES = 16;

    private final EventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();

    /** @param threads how many threads send and receive */
    public Generator(int threads) {
        // Its timer is exact to microseconds; that of NIO to a millisecond, which open loops would show
        this.group = Epoll.isAvailable() ? new EpollEventLoopGroup(threads) : new NioEventLoopGroup(threads);
        group.forEach(loop -> loops.add((EventLoop) loop));
    }

    List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (EventLoop loop : loops) {
            lanes.add(new Lane(loop, lanes.size(), loops.size()));
        }
        return lanes;
    }

    /** @return where connection {@code number} lives: they are dealt out in turn */
    EventLoop loop(int number) {
        return loops.get(number % loops.size());
    }

    /**
     * Connects from one of several loopback addresses.
     *
     * @param number which connection it is, from 0
     */
    ChannelFuture connect(EventLoop loop, int number, int port, ChannelHandler... handlers) {
        return bootstrap(loop, handlers)
                .connect(new InetSocketAddress("127.0.0.1", port), new InetSocketAddress("127.0.0." + (1 + number % SOURCES), 0));
    }

    Bootstrap bootstrap(EventLoop loop, ChannelHandler... handlers) {
        return new Bootstrap().group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handlers);
                    }
                });
    }

    /** Asks for the upgrade to WebSocket; the listener hears of the rest. */
    ChannelFuture open(EventLoop loop, int number, Endpoint endpoint, FrameReader.Listener listener) {
        ChannelFuture connected = connect(loop, number, endpoint.port(), new FrameReader(listener));
        connected.addListener((Future<Void> done) -> {
            if (done.isSuccess()) {
                connected.channel().writeAndFlush(Unpooled.copiedBuffer(endpoint.request(number), US_ASCII));
            } else {
                listener.closed(done.cause().toString());
            }
        });
        return connected;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
