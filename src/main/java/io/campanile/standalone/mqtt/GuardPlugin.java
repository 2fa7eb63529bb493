package io.campanile.standalone.mqtt;

import io.campanile.domain.session.MqttAccess;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** Puts a {@link ConnectionGuard} into every connection, before its first byte is decoded. */
final class GuardPlugin implements ActiveMQServerConnectionPlugin {

    private final Supplier<MqttAccess> access;
    private final Attendance attendance;
    private final Backlog backlog;
    private final MqttSettings settings;
    private final Clock clock;

    GuardPlugin(Supplier<MqttAccess> access, Attendance attendance, Backlog backlog, MqttSettings settings, Clock clock) {
        this.access = access;
        this.attendance = attendance;
        this.backlog = backlog;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyServerConnection transport) {
            Channel channel = transport.getChannel();
            ChannelPipeline pipeline = channel.pipeline();
            ConnectionGuard guard = new ConnectionGuard(access.get(), attendance, backlog, settings, clock);
            channel.attr(ConnectionGuard.KEY).set(guard);
            pipeline.addBefore(pipeline.context(MqttDecoder.class).name(), "mqtt-framing",
                    new PacketFraming(BrokerConfiguration.MAX_PACKET));
            pipeline.addBefore(pipeline.context(MQTTProtocolHandler.class).name(), "mqtt-guard", guard);
        }
    }
}
