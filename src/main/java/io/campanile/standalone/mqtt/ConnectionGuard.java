package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;

import io.campanile.domain.session.MqttAccess;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one connection and the broker, and sees the packets as the client wrote them: there the rules of
 * {@link MqttAccess} are asked. What they forbid goes on to {@link #REFUSED} instead, so that the broker itself refuses it,
 * in its turn and in the words of the client's MQTT version.
 *
 * <p>Runs on the connection's event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class.getName());
    /** An address nobody may use. */
    static final String REFUSED = "$refused";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);
    private static final long LOGIN_TIMEOUT_SECONDS = 10;
    /**
     * What the broker knows a client by until its login is accepted: when a connection ends it drops the session of that
     * ClientId, also if the login failed.
     */
    private static final String UNPROVEN = "?";
    private static final byte DISCONNECT_WITH_WILL = 0x04;
    private static final byte MALFORMED_PACKET = (byte) 0x81;
    private static final byte PROTOCOL_ERROR = (byte) 0x82;
    private static final byte PACKET_TOO_LARGE = (byte) 0x95;

    private final String connectionId = UUID.randomUUID().toString();
    private final MqttAccess access;
    private final ClientPresence presence;
    private final Backlog backlog;
    /** What a hasty client sent behind its CONNECT, without waiting for the answer. */
    private final Queue<Object> early = new ArrayDeque<>();
    private MqttConnectMessage connect;
    private boolean admitted;
    private Future<?> loginTimeout;
    private volatile Login login;

    ConnectionGuard(MqttAccess access, ClientPresence presence, Backlog backlog) {
        this.access = access;
        this.presence = presence;
        this.backlog = backlog;
    }

    /** How this connection logs in; null before its CONNECT. May be asked from any thread. */
    Login login() {
        return login;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loginTimeout = ctx.executor().schedule(() -> ctx.close(), LOGIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        MqttMessage packet = (MqttMessage) msg;
        if (packet.decoderResult().isFailure()) {
            refuse(ctx, packet, MALFORMED_PACKET);
        } else if (connect == null) {
            begin(ctx, packet);
        } else if (!admitted) {
            early.add(packet);
        } else {
            checked(ctx, packet);
        }
    }

    /** Anything but a CONNECT first is a protocol error (MQTT 5, 3.1.0-1). */
    private void begin(ChannelHandlerContext ctx, MqttMessage packet) {
        if (packet instanceof MqttConnectMessage first) {
            connect = first;
            login = new Login(first, access);
            // Until the broker has answered, nothing more is read
            ctx.channel().config().setAutoRead(false);
            ctx.fireChannelRead(ConnectPackets.reworded(first, UNPROVEN));
        } else {
            refuse(ctx, packet, PROTOCOL_ERROR);
        }
    }

    private void checked(ChannelHandlerContext ctx, MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> {
                MqttPublishMessage publish = checked((MqttPublishMessage) packet);
                StatusMessage.online(login.clientId(), publish)
                        .ifPresent(online -> presence.said(login.clientId(), connectionId, online));
                ctx.fireChannelRead(publish);
                backlog.regulate(ctx.channel());
            }
            case SUBSCRIBE -> ctx.fireChannelRead(checked((MqttSubscribeMessage) packet));
            case CONNECT -> refuse(ctx, packet, PROTOCOL_ERROR);
            case DISCONNECT -> disconnect(ctx, packet);
            default -> ctx.fireChannelRead(packet);
        }
    }

    private MqttPublishMessage checked(MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        if (login.mayPublish(header.topicName())) {
            return publish;
        }
        LOG.debug("MQTT client {} may not publish to {}", login.clientId(), header.topicName());
        return new MqttPublishMessage(publish.fixedHeader(),
                new MqttPublishVariableHeader(REFUSED, header.packetId(), header.properties()), publish.payload());
    }

    private MqttSubscribeMessage checked(MqttSubscribeMessage subscribe) {
        return new MqttSubscribeMessage(subscribe.fixedHeader(), subscribe.idAndPropertiesVariableHeader(),
                new MqttSubscribePayload(subscribe.payload().topicSubscriptions().stream().map(this::checked).toList()));
    }

    private MqttTopicSubscription checked(MqttTopicSubscription subscription) {
        if (login.maySubscribe(subscription.topicFilter())) {
            return subscription;
        }
        LOG.debug("MQTT client {} may not subscribe to {}", login.clientId(), subscription.topicFilter());
        return new MqttTopicSubscription(REFUSED, subscription.option());
    }

    /** The broker would forget the will of a client that asks for it by 0x04; a lost connection sends it. */
    private void disconnect(ChannelHandlerContext ctx, MqttMessage packet) {
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.reasonCode() == DISCONNECT_WITH_WILL) {
            ctx.close();
        } else {
            ctx.fireChannelRead(packet);
        }
    }

    private void refuse(ChannelHandlerContext ctx, MqttMessage packet, byte reason) {
        ReferenceCountUtil.release(packet);
        close(ctx, reason);
    }

    private void close(ChannelHandlerContext ctx, byte reason) {
        if (admitted && ConnectPackets.isVersion5(connect)) {
            ctx.writeAndFlush(MqttMessageBuilders.disconnect().reasonCode(reason).build());
        }
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            LOG.info("MQTT connection {} closed: {}, allowed are {}", connectionId, cause.getMessage(),
                    ArtemisBroker.MAX_PACKET);
            close(ctx, PACKET_TOO_LARGE);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (!(msg instanceof MqttConnAckMessage connack)) {
            ctx.write(msg, promise);
        } else if (connack.variableHeader().connectReturnCode() == CONNECTION_ACCEPTED) {
            admit(ctx, connack, promise);
        } else {
            MqttConnectReturnCode code = login.isRefused() ? login.answer() : connack.variableHeader().connectReturnCode();
            ctx.write(MqttMessageBuilders.connAck().returnCode(code).build(), promise);
        }
    }

    private void admit(ChannelHandlerContext ctx, MqttConnAckMessage connack, ChannelPromise promise) {
        loginTimeout.cancel(false);
        if (ConnectPackets.isVersion5(connect) && ConnectPackets.expiresTooLate(connect)) {
            MqttProperties properties = connack.variableHeader().properties();
            properties.add(new IntegerProperty(SESSION_EXPIRY_INTERVAL.value(), ConnectPackets.NEVER));
        }
        presence.begin(login.clientId(), connectionId);
        admitted = true;
        ctx.write(connack, promise);
        ctx.channel().config().setAutoRead(true);
        while (!early.isEmpty()) {
            channelRead(ctx, early.poll());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loginTimeout.cancel(false);
        backlog.gone(ctx.channel());
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (admitted) {
            presence.end(login.clientId(), connectionId);
        }
        ctx.fireChannelInactive();
    }
}
