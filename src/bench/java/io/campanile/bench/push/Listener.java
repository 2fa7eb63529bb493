package io.campanile.bench.push;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client that keeps what is pushed to it, over one connection after another. Written to on its event loop, read from anywhere. */
@Sharable
final class Listener extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Pattern ID = Pattern.compile("\"request_id\":\"([^\"]+)\"");

    /**
     * A push as it came in.
     *
     * @param at {@link System#nanoTime}
     */
    record Heard(String pushId, long at) {
    }

    private final int group;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile boolean ready;

    Listener(int group) {
        this.group = group;
    }

    /** What it said of itself as {@code ?attr.group=}. */
    int group() {
        return group;
    }

    /** Logged in, and known to its node. */
    boolean isReady() {
        return ready;
    }

    List<Heard> heard() {
        return heard;
    }

    boolean hasHeard(String pushId) {
        return heard.stream().anyMatch(push -> push.pushId().equals(pushId));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            context.writeAndFlush(new TextWebSocketFrame("{\"service\":\"/api/heartbeat\",\"request_id\":\"here\"}"));
        }
    }

    /** Refused, most likely: who opened it will try again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof TextWebSocketFrame) {
            long now = System.nanoTime();
            String text = frame.content().toString(StandardCharsets.UTF_8);
            Matcher id = ID.matcher(text);
            if (text.contains("_push\"") && id.find()) {
                heard.add(new Heard(id.group(1), now));
            } else if (text.contains("\"here\"")) {
                ready = true;
            }
        }
    }
}
