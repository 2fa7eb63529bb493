package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;

import io.campanile.domain.session.MqttAccess;
import io.campanile.domain.session.Principal;
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
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one connection and the broker, and sees the packets as the client wrote them: there the rules of
 * {@link MqttAccess} are asked, by {@link TopicRules}. It ends a user's connection when the token does: MQTT 5 clients are
 * told 0xA0 (maximum connect time) when it expires and 0x87 (not authorized) when it is revoked.
 *
 * <p>Runs on the connection's event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class.getName());

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);
    /**
     * What the broker knows a client by until its login is accepted: when a connection ends it drops the session of that
     * ClientId, also if the login failed.
     */
    private static final String UNPROVEN = "?";
    private static final byte DISCONNECT_WITH_WILL = 0x04;
    private static final byte MALFORMED_PACKET = (byte) 0x81;
    private static final byte PROTOCOL_ERROR = (byte) 0x82;
    private static final byte PACKET_TOO_LARGE = (byte) 0x95;
    private static final byte MAXIMUM_CONNECT_TIME = (byte) 0xA0;

    private final String connectionId = UUID.randomUUID().toString();
    private final MqttAccess access;
    private final Attendance attendance;
    private final Backlog backlog;
    private final MqttSettings settings;
    private final Clock clock;
    /** What a hasty client sent behind its CONNECT, without waiting for the answer. */
    private final Queue<Object> early = new ArrayDeque<>();
    private MqttConnectMessage connect;
    private volatile boolean admitted;
    private TopicRules rules;
    /** Null while it is not logged in, and for the gateway's own, as is its pace. */
    private MqttConnection connection;
    private PublishPace pace;
    private Future<?> expiry;
    private volatile Login login;

    ConnectionGuard(MqttAccess access, Attendance attendance, Backlog backlog, MqttSettings settings, Clock clock) {
        this.access = access;
        this.attendance = attendance;
        this.backlog = backlog;
        this.settings = settings;
        this.clock = clock;
    }

    /** How this connection logs in; null before its CONNECT. May be asked from any thread. */
    Login login() {
        return login;
    }

    /** Never used again. */
    String connectionId() {
        return connectionId;
    }

    /** Whether the login was accepted. May be asked from any thread. */
    boolean isAdmitted() {
        return admitted;
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
            if (connection != null) {
                connection.touch();
            }
            checked(ctx, packet);
        }
    }

    /** Anything but a CONNECT first is a protocol error (MQTT 5, 3.1.0-1). */
    private void begin(ChannelHandlerContext ctx, MqttMessage packet) {
        if (packet instanceof MqttConnectMessage first) {
            if (Doorstep.isOverLimit(ctx.channel()) && !access.isGateway(first.payload().userName())) {
                MqttConnectReturnCode tooMany = ConnectAnswers.tooMany(ConnectPackets.isVersion5(first));
                ctx.writeAndFlush(MqttMessageBuilders.connAck().returnCode(tooMany).build());
                ctx.close();
                return;
            }
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
                MqttPublishMessage publish = rules.checked((MqttPublishMessage) packet);
                if (connection != null && connection.principal().isDevice()) {
                    StatusMessage.online(connection.clientId(), publish).ifPresent(online -> attendance.said(connection, online));
                }
                ctx.fireChannelRead(publish);
                if (pace != null) {
                    pace.count();
                    backlog.regulate(ctx.channel());
                }
            }
            case SUBSCRIBE -> ctx.fireChannelRead(rules.checked((MqttSubscribeMessage) packet));
            case CONNECT -> refuse(ctx, packet, PROTOCOL_ERROR);
            case DISCONNECT -> disconnect(ctx, packet);
            default -> ctx.fireChannelRead(packet);
        }
    }

    /**
     * The broker would forget the will of a client that asks for it by 0x04; a lost connection sends it. Of any other nothing more is
     * read, not even its end: the broker, which takes packets and ends on different threads, might take the end for a loss.
     */
    private void disconnect(ChannelHandlerContext ctx, MqttMessage packet) {
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.reasonCode() == DISCONNECT_WITH_WILL) {
            ctx.close();
        } else {
            ctx.channel().config().setAutoRead(false);
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
                    BrokerConfiguration.MAX_PACKET);
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
        if (!ctx.channel().isActive()) {
            // It did not wait: what never began has no end
            ctx.write(connack, promise);
            return;
        }
        if (ConnectPackets.isVersion5(connect) && ConnectPackets.expiresTooLate(connect)) {
            MqttProperties properties = connack.variableHeader().properties();
            properties.add(new IntegerProperty(SESSION_EXPIRY_INTERVAL.value(), ConnectPackets.NEVER));
        }
        MqttAccess.Admission admission = login.admission();
        rules = new TopicRules(login.clientId(), admission.topics());
        if (admission.principal() != null) {
            attend(ctx, admission.principal());
        }
        if (login.isGateway()) {
            // It is let in whatever the limits; nobody else is to be kept out for it
            Doorstep.vacate(ctx.channel());
        }
        admitted = true;
        ctx.write(connack, promise);
        // It may have been revoked while nobody knew of this connection
        if (!admission.holds().getAsBoolean()) {
            connection.revoked();
            return;
        }
        ctx.channel().config().setAutoRead(true);
        while (!early.isEmpty()) {
            channelRead(ctx, early.poll());
        }
    }

    private void attend(ChannelHandlerContext ctx, Principal principal) {
        connection = new MqttConnection(connectionId, principal, login.clientId(), ctx.channel(), settings.idleAfter(), clock,
                reason -> ctx.executor().execute(() -> close(ctx, reason)));
        pace = principal.isDevice()
                ? new PublishPace(ctx.channel(), backlog, settings.rates().ofDevices(), false, clock)
                : new PublishPace(ctx.channel(), backlog, settings.rates().ofUsers(), true, clock);
        attendance.begin(connection);
        if (principal.expiresAt() != Long.MAX_VALUE) {
            expiry = ctx.executor().schedule(() -> close(ctx, MAXIMUM_CONNECT_TIME),
                    principal.expiresAt() - clock.millis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        backlog.gone(ctx.channel());
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (expiry != null) {
            expiry.cancel(false);
        }
        if (connection != null) {
            attendance.end(connection);
        }
        ctx.fireChannelInactive();
    }
}
