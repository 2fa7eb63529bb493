package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Frees, where a session goes on, the packet identifiers of what its connections before were sent and did not confirm. Artemis
 * (2.44) remembers them by message and consumer; each connection has consumers of its own, so it sends the same messages
 * under new identifiers and never frees the old: after 65,535 such messages nothing could be sent in that session any more.
 * A session with a subscription of QoS 2 keeps them, for it may be in the middle of a release. Thread-safe.
 */
final class PacketIdentifiers implements MQTTInterceptor {

    private final MQTTStateManager sessions;

    private PacketIdentifiers(MQTTStateManager sessions) {
        this.sessions = sessions;
    }

    /** To be called before the first connection. */
    static void free(ActiveMQServer server) throws Exception {
        server.getRemotingService().addOutgoingInterceptor(new PacketIdentifiers(MQTTStateManager.getInstance(server)));
    }

    /** Before the CONNACK nothing is sent on the connection. */
    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) throws ActiveMQException {
        if (packet instanceof MqttConnAckMessage connack && connack.variableHeader().connectReturnCode() == CONNECTION_ACCEPTED
                && connack.variableHeader().isSessionPresent()) {
            MQTTSessionState session = session(connection.getClientID());
            if (session.getSubscriptions().stream().noneMatch(one -> one.qualityOfService() == MqttQoS.EXACTLY_ONCE)) {
                session.getOutboundStore().clear();
            }
        }
        return true;
    }

    private MQTTSessionState session(String clientId) throws ActiveMQException {
        try {
            return sessions.getSessionState(clientId);
        } catch (Exception e) {
            throw new ActiveMQInternalErrorException("the session " + clientId + " cannot be found", e);
        }
    }
}
