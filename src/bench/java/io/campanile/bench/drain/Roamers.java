package io.campanile.bench.drain;

import io.netty.bootstrap.Bootstrap;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Many {@link Roamer}s on two event loops, at most 900 from one address, as the gateway allows 1,000 by default. */
final class Roamers implements AutoCloseable {

    private static final int EACH_ADDRESS = 900;
    private static final int LOOPS = 2;
    private static final long PAUSE_MS = 200;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(LOOPS);
    private final List<URI> nodes;
    private final String token;
    private final List<Roamer> roamers = new ArrayList<>();

    /** @param nodes the WebSocket addresses: where they are, and where they go to */
    Roamers(List<URI> nodes, String token) {
        this.nodes = nodes;
        this.token = token;
    }

    /** One more, which begins to connect. */
    void add(String sn) {
        int number = roamers.size();
        InetSocketAddress from = new InetSocketAddress("127.0.1." + (1 + number / EACH_ADDRESS), 0);
        Roamer roamer = new Roamer(sn, (client, node) -> open(client, nodes.get(node), from, "c" + number));
        roamers.add(roamer);
        roamer.connect();
    }

    private void open(Roamer roamer, URI node, InetSocketAddress from, String clientId) {
        URI uri = URI.create(node + "?client_id=" + clientId);
        new Bootstrap().group(loops).channel(NioSocketChannel.class).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(8_192),
                                new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(uri, WebSocketVersion.V13,
                                        null, false, new DefaultHttpHeaders().add("Authorization", "Bearer " + token)), false, false),
                                roamer.new Handler());
                    }
                })
                .connect(new InetSocketAddress(uri.getHost(), uri.getPort()), from)
                .addListener(done -> {
                    if (!done.isSuccess() && !loops.isShuttingDown()) {
                        loops.next().schedule(roamer::connect, PAUSE_MS, TimeUnit.MILLISECONDS);
                    }
                });
    }

    long count(Predicate<Roamer> which) {
        return roamers.stream().filter(which).count();
    }

    List<Roamer> all() {
        return roamers;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
