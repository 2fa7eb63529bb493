package io.campanile.standalone.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Keeps what one client publishes in order, on the way in and on the way out (MQTT 5, 4.6.0-6). Artemis goes on with a
 * message once its journal writes are done, in the order of the <em>operation context</em> of the thread; but its MQTT side
 * works on pool threads and uses whatever context was left there, so a message can overtake its predecessor (Artemis
 * 2.44, ARTEMIS-6191). Here a message enters in the context of its session, set on the very thread that sends it, and
 * leaves in one of the connection's own: what is sent must not wait for what is received. The CONNACK leaves in the same, for
 * it comes before everything else (3.2-1): in the context it was left with it waited for what others had published, and
 * what the session had kept overtook it. Thread-safe.
 */
final class PublishOrder implements ActiveMQServerMessagePlugin, ActiveMQServerConnectionPlugin {

    private final ActiveMQServer server;
    private final Map<Object, OperationContext> outgoing = new ConcurrentHashMap<>();

    private PublishOrder(ActiveMQServer server) {
        this.server = server;
    }

    /** To be called before the first connection. */
    static void keep(ActiveMQServer server) {
        PublishOrder order = new PublishOrder(server);
        MQTTInterceptor sent = (packet, connection) -> !leavesInOrder(packet) || order.leave(connection);
        server.getRemotingService().addOutgoingInterceptor(sent);
        server.registerBrokerPlugin(order);
    }

    /** A confirmation is sent in the context of what it confirms, so it does not change it. */
    private static boolean leavesInOrder(MqttMessage packet) {
        return packet instanceof MqttPublishMessage || packet instanceof MqttConnAckMessage;
    }

    @Override
    public void beforeSend(ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        if (session.getSessionContext() != null) {
            server.getStorageManager().setContext(session.getSessionContext());
        }
    }

    private boolean leave(RemotingConnection connection) {
        server.getStorageManager().setContext(outgoing.computeIfAbsent(connection.getID(), id -> server.newOperationContext()));
        return true;
    }

    @Override
    public void afterDestroyConnection(RemotingConnection connection) {
        outgoing.remove(connection.getID());
    }
}
