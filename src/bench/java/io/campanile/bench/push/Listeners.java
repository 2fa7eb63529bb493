package io.campanile.bench.push;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Many {@link Listener}s, alternately on the nodes, at most 900 from one address, as a node allows 1,000 by default. */
final class Listeners implements AutoCloseable {

    private static final int EACH_ADDRESS = 900;
    private static final int LOOPS = 2;
    private static final int AT_A_TIME = 200;
    private static final long PATIENCE_S = 60;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(LOOPS);
    private final List<Listener> listeners = new ArrayList<>();

    /**
     * Opens all, and waits until each is known to its node.
     *
     * @param groups each of them has as many connections on either node
     */
    Listeners(List<URI> nodes, String token, int count, int groups) throws InterruptedException {
        for (int number = 0; number < count; number++) {
            Listener listener = new Listener(number / nodes.size() % groups);
            listeners.add(listener);
            open(listener, URI.create(nodes.get(number % nodes.size()) + "?client_id=c" + number + "&attr.group=" + listener.group()),
                    new InetSocketAddress("127.0.1." + (1 + number / EACH_ADDRESS), 0), token);
            if (number % AT_A_TIME == AT_A_TIME - 1) {
                int before = number + 1 - AT_A_TIME;
                requireConnected(before);
            }
        }
        requireConnected(count);
    }

    private void requireConnected(int those) throws InterruptedException {
        if (!becomes(() -> all().limit(those).allMatch(Listener::isReady))) {
            throw new IllegalStateException("not all were connected within " + PATIENCE_S + " s");
        }
    }

    private void open(Listener listener, URI node, InetSocketAddress from, String token) {
        new Bootstrap().group(loops).channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(8_192),
                                new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(node, WebSocketVersion.V13,
                                        null, false, new DefaultHttpHeaders().add("Authorization", "Bearer " + token)), true, false),
                                listener);
                    }
                })
                .connect(new InetSocketAddress(node.getHost(), node.getPort()), from);
    }

    Stream<Listener> all() {
        return listeners.stream();
    }

    long count(Predicate<Listener> which) {
        return all().filter(which).count();
    }

    /** Whether it is so within 60 s. */
    boolean becomes(BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!so.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return so.getAsBoolean();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
