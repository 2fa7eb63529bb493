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
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A device over MQTT 5: sends numbered reports at QoS 1, a window of them unconfirmed at a time, as fast as they are
 * confirmed, or at a pace. On every new connection (clean start) it sends what is unconfirmed again, in order, as a real device does.
 * Outlives its connections; confined to one event loop.
 */
@ChannelHandler.Sharable
final class DeviceSender extends SimpleChannelInboundHandler<MqttMessage> {

    private static final int KEEP_ALIVE_SECONDS = 60;
    /** MQTT 5, 3.4.2.1: from here on a reason code refuses. */
    private static final int FIRST_REFUSAL = 0x80;

    private final Entry.Device device;
    private final String secret;
    private final int window;
    private final Journal journal;
    private final Meter meter;
    private final Clock clock;
    private final Backoff backoff = new Backoff();
    private final Deque<Report> unconfirmed = new ArrayDeque<>();
    private Report newest = new Report(0, 0);
    private boolean sending = true;
    /** How many reports are due; without a pace there is no end of them. */
    private long due = Long.MAX_VALUE;
    private Channel connected;
    private long connections;
    private long confirmedCount;
    private long newestConfirmed;

    /** How many reports of a device were confirmed, and the highest number among them. */
    record Tally(long confirmed, long newest) {
    }

    DeviceSender(Entry.Device device, String secret, int window, Journal journal, Meter meter, Clock clock) {
        this.device = device;
        this.secret = secret;
        this.window = window;
        this.journal = journal;
        this.meter = meter;
        this.clock = clock;
    }

    /** Sends no new reports from now on; what is unconfirmed is still repeated until it is confirmed. */
    void stop() {
        sending = false;
    }

    /** From now on it sends only what {@link #due} says. */
    void pace() {
        due = 0;
    }

    /** The time for one more report has come. */
    void due() {
        due++;
        if (connected != null && connected.isActive()) {
            fill(connected);
            connected.flush();
        }
    }

    boolean settled() {
        return unconfirmed.isEmpty();
    }

    Entry.Device device() {
        return device;
    }

    Tally tally() {
        return new Tally(confirmedCount, newestConfirmed);
    }

    /** @return how long to wait before connecting again, ms */
    long pauseMs() {
        return backoff.nextMs();
    }

    @Override
    public void channelActive(ChannelHandlerContext connection) {
        connection.writeAndFlush(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5)
                .clientId(device.sn()).username(device.sn()).password(secret.getBytes(UTF_8))
                .cleanSession(true).keepAlive(KEEP_ALIVE_SECONDS).build());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            connection.close();
        } else if (message instanceof MqttConnAckMessage connAck) {
            connected(connection.channel(), connAck.variableHeader().connectReturnCode());
        } else if (message.variableHeader() instanceof MqttMessageIdVariableHeader pubAck) {
            // At QoS 1, and with no subscription, the only one that carries an identifier
            confirmed(connection.channel(), pubAck);
        } else if (message.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
            connection.close();
        }
    }

    private void connected(Channel channel, MqttConnectReturnCode code) {
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            meter.refused.increment();
            channel.close();
            return;
        }
        backoff.reset();
        connected = channel;
        if (connections++ > 0) {
            meter.reconnects.increment();
        }
        unconfirmed.forEach(report -> publish(channel, report));
        fill(channel);
    }

    private void confirmed(Channel channel, MqttMessageIdVariableHeader pubAck) {
        // A PUBACK that ends after the identifier means success (MQTT 5, 3.4.2.1)
        int reason = pubAck instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.reasonCode() & 0xFF : 0;
        if (reason >= FIRST_REFUSAL) {
            meter.refused.increment();
            channel.close();
            return;
        }
        int packetId = pubAck.messageId();
        for (var reports = unconfirmed.iterator(); reports.hasNext();) {
            Report report = reports.next();
            if (report.packetId() == packetId) {
                reports.remove();
                journal.append(new Entry.Confirmed(device.sn(), report.n(), clock.millis()));
                meter.confirmed.increment();
                confirmedCount++;
                newestConfirmed = Math.max(newestConfirmed, report.n());
                break;
            }
        }
        fill(channel);
    }

    private void fill(Channel channel) {
        while (sending && due > 0 && unconfirmed.size() < window) {
            due--;
            newest = newest.next(clock.millis());
            unconfirmed.add(newest);
            meter.sent.increment();
            publish(channel, newest);
        }
    }

    /** From an unpooled buffer: the builder copies the payload and releases nothing. */
    private void publish(Channel channel, Report report) {
        journal.append(new Entry.Sent(device.sn(), report.n(), report.ts()));
        channel.write(MqttMessageBuilders.publish().topicName("devices/" + device.sn() + "/report")
                .qos(MqttQoS.AT_LEAST_ONCE).messageId(report.packetId())
                .payload(Unpooled.copiedBuffer(report.json(), UTF_8)).build());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext connection) {
        connection.flush();
    }

    /** Nothing written for a while: ping. Nothing heard, not even the answer to a ping: the connection is dead. */
    @Override
    public void userEventTriggered(ChannelHandlerContext connection, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                connection.writeAndFlush(MqttMessage.PINGREQ);
            } else {
                connection.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        if (cause instanceof IOException) {
            connection.close();
        } else {
            connection.fireExceptionCaught(cause).close();
        }
    }
}
