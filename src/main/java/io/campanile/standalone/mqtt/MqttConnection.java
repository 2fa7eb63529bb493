package io.campanile.standalone.mqtt;

import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.TopicAccess;
import io.campanile.domain.session.Transport;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;

/** A connection of a device or a user, from its admission on. Thread-safe; nothing here blocks. */
final class MqttConnection implements LiveConnection {

    /** How a connection is ended from outside: MQTT 5 clients are told the reason code, others are cut off. */
    @FunctionalInterface
    interface Ending {
        void close(byte reason);
    }

    private static final byte NOT_AUTHORIZED = (byte) 0x87;
    private static final byte SERVER_SHUTTING_DOWN = (byte) 0x8B;
    private static final byte SESSION_TAKEN_OVER = (byte) 0x8E;
    private static final byte QUOTA_EXCEEDED = (byte) 0x97;

    private final String id;
    private final Principal principal;
    private final String clientId;
    private final Channel channel;
    private final String address;
    private final Duration idleAfter;
    private final Clock clock;
    private final Ending ending;
    private final long since;
    private volatile long lastActivity;

    /**
     * @param mqttClientId as in CONNECT: the sn, or {@code user_id.client_id}
     * @param ending       may be called from any thread, and more than once
     */
    MqttConnection(String id, Principal principal, String mqttClientId, Channel channel, Duration idleAfter, Clock clock, Ending ending) {
        this.id = id;
        this.principal = principal;
        this.clientId = principal.isDevice() ? mqttClientId : mqttClientId.substring(principal.id().length() + 1);
        this.channel = channel;
        this.address = ((InetSocketAddress) channel.remoteAddress()).getAddress().getHostAddress();
        this.idleAfter = idleAfter;
        this.clock = clock;
        this.ending = ending;
        since = clock.millis();
        lastActivity = since;
    }

    /** A packet came. */
    void touch() {
        lastActivity = clock.millis();
    }

    /** Where a push reaches it and nobody else (PROTOCOL 8). */
    String pushTopic() {
        return TopicAccess.pushTopic(principal, clientId);
    }

    /** Where a user's messages reach it and nobody else (PROTOCOL 4). */
    String messageTopic() {
        return TopicAccess.messageTopic(principal.id(), clientId);
    }

    Channel channel() {
        return channel;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /** Runs the work on its event loop, in the order of the calls. */
    void execute(Runnable work) {
        channel.eventLoop().execute(work);
    }

    /** It confirmed nothing of as many messages as it may have unconfirmed, however often they were pushed. */
    void unconfirmed() {
        ending.close(QUOTA_EXCEEDED);
    }

    /** What it came by, a token or a secret, is good no longer. */
    void revoked() {
        ending.close(NOT_AUTHORIZED);
    }

    /** This node ends. */
    void shutDown() {
        ending.close(SERVER_SHUTTING_DOWN);
    }

    @Override
    public void takenOver() {
        ending.close(SESSION_TAKEN_OVER);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    /** The user's {@code client_id}, without the {@code user_id}; the {@code sn} of a device. */
    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public Transport transport() {
        return Transport.MQTT;
    }

    @Override
    public ConnectionState state() {
        if (!channel.isActive()) {
            return ConnectionState.CLOSING;
        }
        if (clock.millis() - lastActivity >= idleAfter.toMillis()) {
            return ConnectionState.IDLE;
        }
        return lastActivity == since ? ConnectionState.AUTHENTICATED : ConnectionState.ACTIVE;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public long since() {
        return since;
    }

    @Override
    public long lastActivity() {
        return lastActivity;
    }
}
