package io.campanile.standalone.mqtt;

import io.campanile.domain.session.MqttAccess;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** Puts a {@link ConnectionGuard} into every connection, before its first byte is decoded. */
final class GuardPlugin implements ActiveMQServerConnectionPlugin {

    private final Supplier<MqttAccess> access;
    private final ClientPresence presence;
    private final Backlog backlog;

    GuardPlugin(Supplier<MqttAccess> access, ClientPresence presence, Backlog backlog) {
        this.access = access;
        this.presence = presence;
        this.backlog = backlog;
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyServerConnection transport) {
            Channel channel = transport.getChannel();
            ChannelPipeline pipeline = channel.pipeline();
            ConnectionGuard guard = new ConnectionGuard(access.get(), presence, backlog);
            channel.attr(ConnectionGuard.KEY).set(guard);
            pipeline.addBefore(pipeline.context(MqttDecoder.class).name(), "mqtt-framing",
                    new PacketFraming(ArtemisBroker.MAX_PACKET));
            pipeline.addBefore(pipeline.context(MQTTProtocolHandler.class).name(), "mqtt-guard", guard);
        }
    }
}
