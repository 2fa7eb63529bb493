package io.campanile.standalone.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a connection stands until the broker knows it for MQTT. The broker itself would keep whatever comes, for as long
 * as it comes; here it must be the beginning of a CONNECT, or of a WebSocket handshake, within bounds, and a login has to
 * follow in time. Runs on the connection's event loop, behind TLS.
 */
final class Doorstep extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Doorstep.class);
    private static final AttributeKey<ConnectionLimits.Place> PLACE = AttributeKey.valueOf(Doorstep.class, "place");
    private static final AttributeKey<Runnable> LEAVING = AttributeKey.valueOf(Doorstep.class, "leaving");
    private static final int LOGIN_TIMEOUT_MS = 10_000;
    private static final int NO_SEAT_TIMEOUT_MS = 2_000;
    /** A WebSocket handshake and a CONNECT, with a will as large as it may be. */
    private static final int MAX_BYTES = 128 * 1024;
    /** By these the broker tells MQTT from others. */
    private static final int MQTT_BYTES = 8;
    private static final byte CONNECT = 0x10;

    private final ConnectionLimits limits;
    private byte first;
    private long received;

    Doorstep(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Whether it is one too many. */
    static boolean isOverLimit(Channel channel) {
        return channel.attr(PLACE).get() == ConnectionLimits.Place.DOORSTEP;
    }

    /** Its place is another's from now on; on its event loop. */
    static void vacate(Channel channel) {
        Runnable leaving = channel.attr(LEAVING).getAndSet(null);
        if (leaving != null) {
            leaving.run();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        InetSocketAddress from = (InetSocketAddress) channel.remoteAddress();
        if (from == null) {
            ctx.close();
            return;
        }
        String address = from.getAddress().getHostAddress();
        ConnectionLimits.Place place = limits.enter(address);
        channel.attr(PLACE).set(place);
        channel.attr(LEAVING).set(() -> limits.leave(address, place));
        Future<?> timeout = ctx.executor().schedule(() -> closeUnlessAdmitted(channel),
                place == ConnectionLimits.Place.SEAT ? LOGIN_TIMEOUT_MS : NO_SEAT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> {
            timeout.cancel(false);
            vacate(channel);
        });
        if (place == ConnectionLimits.Place.NONE) {
            LOG.debug("MQTT connection from {} closed: too many", address);
            ctx.close();
        }
    }

    private static void closeUnlessAdmitted(Channel channel) {
        ConnectionGuard guard = channel.attr(ConnectionGuard.KEY).get();
        if (guard == null || !guard.isAdmitted()) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf bytes = (ByteBuf) msg;
        if (received == 0 && bytes.isReadable()) {
            first = bytes.getByte(bytes.readerIndex());
        }
        received += bytes.readableBytes();
        if (first != CONNECT && first != 'G') {
            ReferenceCountUtil.release(msg);
            ctx.close();
            return;
        }
        ctx.fireChannelRead(msg);
        if (ctx.channel().attr(ConnectionGuard.KEY).get() != null) {
            ctx.pipeline().remove(this);
        } else if (received > MAX_BYTES || first == CONNECT && received >= MQTT_BYTES) {
            ctx.close();
        }
    }

    /** Handshakes that fail are no news, and would be a stack trace each. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("MQTT connection from {} closed: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
