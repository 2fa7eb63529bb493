package io.campanile.bench.drain;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that watches one device, and goes to the other node when it is told 1001 (PROTOCOL 5). What it knows is read
 * from other threads; it changes on its event loop.
 */
final class Roamer {

    private static final Pattern N = Pattern.compile("\"n\":(\\d+)");
    private static final int SHUTTING_DOWN = 1001;
    private static final int NOBODY_SAID_WHY = 1006;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final String sn;
    private final BiConsumer<Roamer, Integer> connector;
    private volatile int node;
    private volatile int closeCode;
    private volatile boolean subscribed;
    private volatile long newest;
    private volatile long lostAt;
    private volatile long servedAgainAt;
    private volatile int refusals;

    /** @param connector opens a connection to the node of that number with a {@link Handler} of the client's */
    Roamer(String sn, BiConsumer<Roamer, Integer> connector) {
        this.sn = sn;
        this.connector = connector;
    }

    void connect() {
        connector.accept(this, node);
    }

    /** The node did not take it: again after a pause that grows, with a random part. */
    void refused(Channel channel) {
        if (channel.eventLoop().isShuttingDown()) {
            return;
        }
        refusals++;
        long bound = Math.min(LONGEST_PAUSE_MS, 100L << Math.min(refusals, 5));
        channel.eventLoop().schedule(this::connect, ThreadLocalRandom.current().nextLong(bound / 2, bound), TimeUnit.MILLISECONDS);
    }

    private void ended(Channel channel, int code) {
        if (closeCode == 0) {
            closeCode = code;
            lostAt = System.nanoTime();
        }
        subscribed = false;
        node = 1;
        refused(channel);
    }

    boolean isSubscribed() {
        return subscribed;
    }

    int node() {
        return node;
    }

    /** Of its first end; 0 when it is still connected, 1006 when nobody said why. */
    int closeCode() {
        return closeCode;
    }

    /** The highest {@code properties.n} that it was told of its device. */
    long newest() {
        return newest;
    }

    int refusals() {
        return refusals;
    }

    /** From the close frame until it was told a state by the other node, ms. */
    long millisWithoutService() {
        return TimeUnit.NANOSECONDS.toMillis(servedAgainAt - lostAt);
    }

    /** One connection of the client. */
    final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {

        private int told;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                context.writeAndFlush(new TextWebSocketFrame(
                        "{\"service\":\"/api/device/subscribe\",\"request_id\":\"s\",\"values\":{\"sns\":[\"" + sn + "\"]}}"));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof PingWebSocketFrame) {
                context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            } else if (frame instanceof CloseWebSocketFrame close) {
                told = close.statusCode();
                context.writeAndFlush(new CloseWebSocketFrame(told, ""));
            } else if (frame instanceof TextWebSocketFrame) {
                read(frame.content());
            }
        }

        private void read(ByteBuf content) {
            String text = content.toString(StandardCharsets.UTF_8);
            if (text.contains("\"/push/device/state\"")) {
                Matcher n = N.matcher(text);
                newest = n.find() ? Math.max(newest, Long.parseLong(n.group(1))) : newest;
                if (closeCode != 0 && servedAgainAt == 0) {
                    servedAgainAt = System.nanoTime();
                }
            } else if (text.contains("\"request_id\":\"s\"")) {
                subscribed = text.contains("\"code\":0");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (subscribed || told != 0) {
                ended(context.channel(), told == 0 ? NOBODY_SAID_WHY : told);
            } else {
                refused(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Whether it ended as PROTOCOL 11 says, if it ended. */
    boolean wasToldWell() {
        return closeCode == SHUTTING_DOWN;
    }
}
