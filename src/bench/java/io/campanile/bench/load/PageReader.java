package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** One reader: asks when it is time, and no further question before the answer. Confined to its event loop. */
final class PageReader extends SimpleChannelInboundHandler<FullHttpResponse> implements PacedLoad.Sender {

    private static final int LARGEST_PAGE = 1 << 20;
    /** When to ask again who has no time for it now. */
    private static final long AGAIN_MS = 1_000;

    private final PageLoad load;
    private final Lane lane;
    private final int number;
    private final String token;
    private final LongFunction<Question> questions;
    private Channel channel;
    private volatile long turns;
    private Question asked;
    private long refused;

    PageReader(PageLoad load, int number, String token, LongFunction<Question> questions) {
        this.load = load;
        this.lane = load.lane(number);
        this.number = number;
        this.token = token;
        this.questions = questions;
    }

    ChannelHandler[] handlers() {
        return new ChannelHandler[] {new HttpClientCodec(), new HttpObjectAggregator(LARGEST_PAGE), this};
    }

    boolean isWaiting() {
        return asked != null;
    }

    /** @return how often it had to ask again */
    long refused() {
        return refused;
    }

    @Override
    public long turns() {
        return turns;
    }

    @Override
    public void send() {
        if (asked == null && load.due(number, turns, System.nanoTime())) {
            asked = questions.apply(turns);
            turns++;
            ask();
        }
    }

    private void ask() {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, asked.path());
        request.headers().set(HttpHeaderNames.HOST, "127.0.0.1").set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        channel.writeAndFlush(request);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        load.opened();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
        if (answer.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            refused++;
            context.executor().schedule(this::ask, AGAIN_MS, TimeUnit.MILLISECONDS);
            return;
        }
        load.took(lane, number, turns - 1);
        String page = answer.content().toString(UTF_8);
        if (!HttpResponseStatus.OK.equals(answer.status()) || !asked.right().test(page)) {
            load.fail(asked.path() + " was answered " + answer.status() + ": " + page);
        }
        asked = null;
        lane.arrived();
        send();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        load.fail("reader " + number + ": the connection was dropped");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        load.fail("reader " + number + ": " + cause);
        context.close();
    }
}
