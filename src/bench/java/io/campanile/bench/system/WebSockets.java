package io.campanile.bench.system;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import java.util.concurrent.TimeUnit;

/** Opens thousands of WebSocket connections, at most 900 from one address, as a node allows 1,000 by default. Thread-safe. */
public final class WebSockets implements AutoCloseable {

    private static final int EACH_ADDRESS = 900;
    private static final int CONNECT_MS = 3_000;
    private static final long HANDSHAKE_MS = 10_000;

    private final NioEventLoopGroup loops;

    public WebSockets(int threads) {
        loops = new NioEventLoopGroup(threads);
    }

    /**
     * @param number  which client it is, for the address that it comes from
     * @param handler takes its frames, pings included; made anew for each connection
     * @return completed once connected, before the handshake
     */
    public ChannelFuture open(URI node, String token, int number, ChannelHandler handler) {
        return new Bootstrap().group(loops).channel(NioSocketChannel.class).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(8_192),
                                new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(node, WebSocketVersion.V13,
                                        null, false, new DefaultHttpHeaders().add("Authorization", "Bearer " + token)), true, false, HANDSHAKE_MS, false),
                                handler);
                    }
                })
                .connect(new InetSocketAddress(node.getHost(), node.getPort()), new InetSocketAddress("127.0.1." + (1 + number / EACH_ADDRESS), 0));
    }

    /** Does something on one of its threads later. */
    public void after(long ms, Runnable work) {
        loops.schedule(work, ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
