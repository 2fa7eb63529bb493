package io.campanile.standalone.mqtt;

import io.netty.channel.Channel;
import java.util.Optional;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;

/** Reads in MQTT's terms what the broker tells its plugins of subscriptions: there each is a consumer of a queue of its own. */
final class BrokerConsumers {

    private BrokerConsumers() {
    }

    /** The connection it belongs to; empty once that is gone. */
    static Optional<Channel> channel(ActiveMQServer server, ServerConsumer consumer) {
        ServerSession session = server.getSessionByID(consumer.getSessionID());
        return session != null && session.getRemotingConnection().getTransportConnection() instanceof NettyServerConnection transport
                ? Optional.of(transport.getChannel()) : Optional.empty();
    }

    /** The topic, or topic filter, of an address. */
    static String topic(ActiveMQServer server, CharSequence address) {
        return MQTTUtil.getMqttTopicFromCoreAddress(address.toString(), server.getConfiguration().getWildcardConfiguration());
    }
}
