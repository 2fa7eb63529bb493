package io.campanile.standalone.mqtt;

import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;

/**
 * The broker's security, left to each connection's {@link ConnectionGuard}: it knows MQTT's own names, where the broker
 * asks with rewritten ones. Here remains to refuse the one address that stands for everything the guard refused.
 */
final class GuardSecurity implements ActiveMQSecurityManager5 {

    /** Asked again for every check, on a thread that may block. */
    @Override
    public Subject authenticate(String user, String password, RemotingConnection connection, String securityDomain) {
        return connection != null && connection.getTransportConnection() instanceof NettyServerConnection transport
                ? transport.getChannel().attr(ConnectionGuard.KEY).get().login().authenticate(connection)
                : null;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
        return !address.startsWith(TopicRules.REFUSED);
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}
