package io.campanile.bench.room;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection of a member: takes pushes and confirms them, many at a time, and asks. Fields are found in a frame without parsing it. */
final class MemberSocket extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final int CONFIRM_AT = 64;
    private static final long CONFIRM_MS = 2_000;

    private final Member member;
    private final Contents contents;
    private final Consumer<MemberSocket> gone;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private volatile ChannelHandlerContext context;
    private volatile boolean ready;
    private volatile boolean ended;
    private String epoch;
    private long last;
    private long confirmed;

    MemberSocket(Member member, Contents contents, Consumer<MemberSocket> gone) {
        this.member = member;
        this.contents = contents;
        this.gone = gone;
    }

    Member member() {
        return member;
    }

    /** Known to its node. */
    boolean isReady() {
        return ready && !ended;
    }

    /** @return the answer as it came; fails when the connection ends before */
    CompletableFuture<String> ask(String service, String values) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        String id = "q" + requests.incrementAndGet();
        asked.put(id, answer);
        ChannelHandlerContext present = context;
        if (present == null || ended) {
            answer.completeExceptionally(new IllegalStateException("not connected"));
        } else {
            present.writeAndFlush(new TextWebSocketFrame("{\"service\":\"" + service + "\",\"request_id\":\"" + id + "\",\"values\":" + values + "}"));
        }
        return answer;
    }

    void close() {
        ChannelHandlerContext present = context;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            this.context = context;
            ask("/api/heartbeat", "{}").thenRun(() -> ready = true);
            context.executor().scheduleAtFixedRate(this::confirm, CONFIRM_MS + member.number % 1_000, CONFIRM_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof TextWebSocketFrame) {
            // What is looked for is ASCII, and frames come too fast to decode each
            String text = frame.content().toString(StandardCharsets.ISO_8859_1);
            if (text.contains("\"/push/message\"")) {
                take(text);
            } else if (text.contains("_response\"")) {
                CompletableFuture<String> answer = asked.remove(Field.text(text, "request_id"));
                if (answer != null) {
                    answer.complete(text);
                }
            }
        }
    }

    private void take(String text) {
        epoch = Field.text(text, "epoch");
        long seq = Field.numberAfter(text, "\"seq\":");
        // What this connection was pushed: of what another one was, a confirmation is refused
        last = Field.numberAfter(text, "\"inbox_seq\":");
        member.heard.take(epoch, last, Field.numberAfter(text, "\"prev\":"), seq);
        contents.heard(seq, Field.numberAfter(text, "\"content\":"));
        if (last - confirmed >= CONFIRM_AT) {
            confirm();
        }
    }

    private void confirm() {
        if (last > confirmed && !ended) {
            confirmed = last;
            context.writeAndFlush(new TextWebSocketFrame("{\"service\":\"/api/message/ack\",\"values\":{\"epoch\":\"" + epoch + "\",\"inbox_seq\":" + last + "}}"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        asked.values().forEach(answer -> answer.completeExceptionally(new IllegalStateException("the connection broke")));
        gone.accept(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
