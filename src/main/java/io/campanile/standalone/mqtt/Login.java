package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;

import io.campanile.domain.session.MqttAccess;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Who a connection says it is, what came of it, and what it may do since. Thread-safe. */
final class Login {

    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final MqttConnectMessage connect;
    private final MqttAccess access;
    private MqttConnectReturnCode answer;
    private Subject subject;
    private volatile MqttAccess.Admission admission;

    Login(MqttConnectMessage connect, MqttAccess access) {
        this.connect = connect;
        this.access = access;
    }

    /**
     * Logs in once, and remembers it: the broker asks again at every check, and a token is good once. May block.
     *
     * @param connection gets its ClientId when the login is accepted
     * @return null when the login is refused
     */
    synchronized Subject authenticate(RemotingConnection connection) {
        if (answer == null) {
            answer = ask();
            if (answer == CONNECTION_ACCEPTED) {
                connection.setClientID(sessionId());
                subject = new Subject(true, Set.of(new UserPrincipal(username())), Set.of(), Set.of());
            }
        }
        return subject;
    }

    private MqttConnectReturnCode ask() {
        boolean v5 = ConnectPackets.isVersion5(connect);
        try {
            admission = access.connect(clientId(), username(), connect.payload().password());
            if (admission.verdict() != MqttAccess.Verdict.ACCEPTED) {
                LOG.atLevel(levelOf(admission.verdict())).log("MQTT login of {} refused: {}", printable(), admission.verdict());
                return ConnectAnswers.refused(admission.verdict(), v5);
            }
        } catch (RuntimeException e) {
            LOG.warn("MQTT login of {} could not be checked", printable(), e);
            return ConnectAnswers.refused(MqttAccess.Verdict.NOT_READY, v5);
        }
        if (connect.variableHeader().isWillFlag() && !admission.topics().mayPublish(connect.payload().willTopic())) {
            LOG.info("MQTT login of {} refused: may not publish to its will's topic", printable());
            return ConnectAnswers.forbidden(v5);
        }
        return CONNECTION_ACCEPTED;
    }

    /** What is ours to cure is told once, by who knows it, and not at every attempt of every device. */
    private static Level levelOf(MqttAccess.Verdict refusal) {
        return refusal == MqttAccess.Verdict.NOT_READY || refusal == MqttAccess.Verdict.BUSY ? Level.DEBUG : Level.INFO;
    }

    synchronized boolean isRefused() {
        return answer != null && answer != CONNECTION_ACCEPTED;
    }

    /** @return null before it was decided */
    synchronized MqttConnectReturnCode answer() {
        return answer;
    }

    /** What the login has led to; null before it was decided. */
    MqttAccess.Admission admission() {
        return admission;
    }

    /** Whether it is the gateway's own, once it was accepted. */
    boolean isGateway() {
        return access.isGateway(username());
    }

    String clientId() {
        return connect.payload().clientIdentifier();
    }

    /**
     * What the broker knows the session by. It names queues {@code session.address}: with its dot, a user's ClientId and a
     * device's could spell the same queue.
     */
    private String sessionId() {
        return clientId().replace('.', '~');
    }

    /** Before it is proven, a ClientId is any text, line breaks included. */
    private String printable() {
        return clientId().replaceAll("[^A-Za-z0-9_.-]", "?");
    }

    private String username() {
        return connect.payload().userName();
    }
}
