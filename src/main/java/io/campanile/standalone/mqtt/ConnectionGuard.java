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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one connection and the broker, and sees the packets as the client wrote them: there the rules of
 * {@link MqttAccess} are asked. What they forbid goes on to {@link #REFUSED} instead, so that the broker itself refuses it,
 * in its turn and in the words of the client's MQTT version.
 *
 * <p>All of it runs on the connection's event loop but {@link #authenticate}.
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
    /** What a hasty client sent behind its CONNECT, without waiting for the answer. */
    private final Queue<Object> early = new ArrayDeque<>();
    private MqttConnectMessage connect;
    private boolean admitted;
    private Future<?> loginTimeout;
    private volatile MqttConnectReturnCode answer;
    private volatile Subject subject;

    ConnectionGuard(MqttAccess access, ClientPresence presence) {
        this.access = access;
        this.presence = presence;
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
            // Until the broker has answered, nothing more is read
            ctx.channel().config().setAutoRead(false);
            ctx.fireChannelRead(ConnectPackets.reworded(first, UNPROVEN));
        } else {
            refuse(ctx, packet, PROTOCOL_ERROR);
        }
    }

    private void checked(ChannelHandlerContext ctx, MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> ctx.fireChannelRead(checked((MqttPublishMessage) packet));
            case SUBSCRIBE -> ctx.fireChannelRead(checked((MqttSubscribeMessage) packet));
            case CONNECT -> refuse(ctx, packet, PROTOCOL_ERROR);
            case DISCONNECT -> disconnect(ctx, packet);
            default -> ctx.fireChannelRead(packet);
        }
    }

    private MqttPublishMessage checked(MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        if (access.mayPublish(clientId(), username(), header.topicName())) {
            return publish;
        }
        LOG.debug("MQTT client {} may not publish to {}", clientId(), header.topicName());
        return new MqttPublishMessage(publish.fixedHeader(),
                new MqttPublishVariableHeader(REFUSED, header.packetId(), header.properties()), publish.payload());
    }

    private MqttSubscribeMessage checked(MqttSubscribeMessage subscribe) {
        return new MqttSubscribeMessage(subscribe.fixedHeader(), subscribe.idAndPropertiesVariableHeader(),
                new MqttSubscribePayload(subscribe.payload().topicSubscriptions().stream().map(this::checked).toList()));
    }

    private MqttTopicSubscription checked(MqttTopicSubscription subscription) {
        if (access.maySubscribe(clientId(), username(), subscription.topicFilter())) {
            return subscription;
        }
        LOG.debug("MQTT client {} may not subscribe to {}", clientId(), subscription.topicFilter());
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

    /**
     * Logs in once, and remembers it: the broker asks again at every check, and a token is good once.
     *
     * @return null when the login is refused
     */
    synchronized Subject authenticate(String password, RemotingConnection connection) {
        if (answer == null) {
            answer = answer(password);
            if (answer == CONNECTION_ACCEPTED) {
                connection.setClientID(clientId());
                subject = new Subject(true, Set.of(new UserPrincipal(username())), Set.of(),
                        Set.of());
            }
        }
        return subject;
    }

    private MqttConnectReturnCode answer(String password) {
        boolean v5 = ConnectPackets.isVersion5(connect);
        try {
            MqttAccess.Verdict verdict = access.connect(clientId(), username(), password);
            if (verdict != MqttAccess.Verdict.ACCEPTED) {
                LOG.info("MQTT login of {} refused: {}", clientId(), verdict);
                return ConnectAnswers.refused(verdict, v5);
            }
        } catch (RuntimeException e) {
            LOG.warn("MQTT login of {} could not be checked", clientId(), e);
            return ConnectAnswers.refused(MqttAccess.Verdict.NOT_READY, v5);
        }
        if (connect.variableHeader().isWillFlag()
                && !access.mayPublish(clientId(), username(), connect.payload().willTopic())) {
            LOG.info("MQTT login of {} refused: may not publish to its will's topic", clientId());
            return ConnectAnswers.forbidden(v5);
        }
        return CONNECTION_ACCEPTED;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (!(msg instanceof MqttConnAckMessage connack)) {
            ctx.write(msg, promise);
        } else if (connack.variableHeader().connectReturnCode() == CONNECTION_ACCEPTED && answer == CONNECTION_ACCEPTED) {
            admit(ctx, connack, promise);
        } else {
            MqttConnectReturnCode code = answer == null || answer == CONNECTION_ACCEPTED
                    ? connack.variableHeader().connectReturnCode()
                    : answer;
            ctx.write(MqttMessageBuilders.connAck().returnCode(code).build(), promise);
        }
    }

    private void admit(ChannelHandlerContext ctx, MqttConnAckMessage connack, ChannelPromise promise) {
        loginTimeout.cancel(false);
        if (ConnectPackets.isVersion5(connect) && ConnectPackets.expiresTooLate(connect)) {
            MqttProperties properties = connack.variableHeader().properties();
            properties.add(new IntegerProperty(SESSION_EXPIRY_INTERVAL.value(), ConnectPackets.NEVER));
        }
        presence.begin(clientId(), connectionId);
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
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (admitted) {
            presence.end(clientId(), connectionId);
        }
        ctx.fireChannelInactive();
    }

    private String clientId() {
        return connect.payload().clientIdentifier();
    }

    private String username() {
        return connect.payload().userName();
    }
}
