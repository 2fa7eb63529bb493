package io.campanile.bench.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;

/**
 * A device's side of MQTT 5: connects with a clean start, publishes at QoS 1, and tells what was confirmed. Outlives its
 * connections; confined to one event loop.
 */
@ChannelHandler.Sharable
abstract class Sender extends SimpleChannelInboundHandler<MqttMessage> {

    private static final int KEEP_ALIVE_SECONDS = 60;
    /** MQTT 5, 3.4.2.1: from here on a reason code refuses. */
    private static final int FIRST_REFUSAL = 0x80;

    private final String sn;
    private final String secret;
    private final Meter meter;
    private final Backoff backoff = new Backoff();
    private long connections;

    Sender(String sn, String secret, Meter meter) {
        this.sn = sn;
        this.secret = secret;
        this.meter = meter;
    }

    /** Sends no new reports from now on; what is unconfirmed is still repeated until it is confirmed. */
    abstract void stop();

    /** Whether all that was sent is confirmed. */
    abstract boolean settled();

    /** There is a new connection, on which everything unconfirmed is to be sent again first. */
    abstract void connected(Channel channel);

    /** A publish with this identifier was confirmed. */
    abstract void confirmed(Channel channel, int packetId);

    /** @return how long to wait before connecting again, ms */
    final long pauseMs() {
        return backoff.nextMs();
    }

    @Override
    public final void channelActive(ChannelHandlerContext connection) {
        connection.writeAndFlush(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5)
                .clientId(sn).username(sn).password(secret.getBytes(UTF_8))
                .cleanSession(true).keepAlive(KEEP_ALIVE_SECONDS).build());
    }

    @Override
    protected final void channelRead0(ChannelHandlerContext connection, MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            connection.close();
        } else if (message instanceof MqttConnAckMessage connAck) {
            answered(connection.channel(), connAck.variableHeader().connectReturnCode());
        } else if (message.variableHeader() instanceof MqttMessageIdVariableHeader pubAck) {
            // At QoS 1, and with no subscription, the only one that carries an identifier
            acknowledged(connection.channel(), pubAck);
        } else if (message.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
            connection.close();
        }
    }

    private void answered(Channel channel, MqttConnectReturnCode code) {
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            meter.refused.increment();
            backoff.refused();
            channel.close();
            return;
        }
        backoff.reset();
        if (connections++ > 0) {
            meter.reconnects.increment();
        }
        connected(channel);
    }

    private void acknowledged(Channel channel, MqttMessageIdVariableHeader pubAck) {
        // A PUBACK that ends after the identifier means success (MQTT 5, 3.4.2.1)
        int reason = pubAck instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.reasonCode() & 0xFF : 0;
        if (reason >= FIRST_REFUSAL) {
            meter.refused.increment();
            channel.close();
            return;
        }
        confirmed(channel, pubAck.messageId());
    }

    /** Puts a report on the wire, from an unpooled buffer: the builder copies the payload and releases nothing. */
    final void publish(Channel channel, int packetId, String report) {
        channel.write(MqttMessageBuilders.publish().topicName("devices/" + sn + "/report")
                .qos(MqttQoS.AT_LEAST_ONCE).messageId(packetId)
                .payload(Unpooled.copiedBuffer(report, UTF_8)).build());
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext connection) {
        connection.flush();
    }

    /** Nothing written for a while: ping. Nothing heard, not even the answer to a ping: the connection is dead. */
    @Override
    public final void userEventTriggered(ChannelHandlerContext connection, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                connection.writeAndFlush(MqttMessage.PINGREQ);
            } else {
                connection.close();
            }
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        if (cause instanceof IOException) {
            connection.close();
        } else {
            connection.fireExceptionCaught(cause).close();
        }
    }
}
