package io.campanile.standalone.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Accepts connections in the broker's stead, and hands over those that pass the {@link Doorstep}: the broker's own
 * acceptor neither bounds what comes before MQTT nor renews its certificate without closing the port.
 */
final class MqttDoor {

    private static final int THREADS = 4;
    /** In bytes, as the broker's own acceptor has it. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 128 * 1024);

    private final EventLoopGroup loops = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("mqtt", true));
    private final ConnectionLimits limits;
    private final Supplier<SslContext> tls;
    private Channel server;

    /** @param tls asked for every connection; null when the port speaks plain TCP */
    MqttDoor(ConnectionLimits limits, Supplier<SslContext> tls) {
        this.limits = limits;
        this.tls = tls;
    }

    /**
     * @param broker takes connections over, on their event loop
     * @return the port
     */
    int open(InetSocketAddress address, Consumer<Channel> broker) {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast("ssl", tls.get().newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast("doorstep", new Doorstep(limits));
                        broker.accept(channel);
                    }
                })
                .bind(address).syncUninterruptibly().channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Nobody else comes in. */
    void close() {
        server.close().syncUninterruptibly();
    }

    /** Waits up to 3 s until the end of each connection was dealt with. */
    void awaitEnd() {
        loops.shutdownGracefully(0, 3, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
