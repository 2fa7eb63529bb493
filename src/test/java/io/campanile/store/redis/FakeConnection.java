package io.campanile.store.redis;

import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Transport;
import java.util.Set;
import java.util.UUID;

/** A connection without a socket. */
final class FakeConnection implements LiveConnection {

    private final String id = UUID.randomUUID().toString();
    private final String clientId;
    private final Transport transport;
    private volatile Principal principal;
    volatile ConnectionState state = ConnectionState.CONNECTED;
    volatile long lastActivity = 1_000;
    volatile boolean takenOver;

    FakeConnection(Transport transport, String clientId) {
        this.transport = transport;
        this.clientId = clientId;
    }

    static FakeConnection ofUser(String user, String clientId) {
        FakeConnection connection = new FakeConnection(Transport.WEBSOCKET, clientId);
        connection.logIn(new Principal(Principal.Kind.USER, user, Set.of(Role.USER), "jti", Long.MAX_VALUE));
        return connection;
    }

    static FakeConnection ofDevice(Transport transport, String sn) {
        FakeConnection connection = new FakeConnection(transport, "made-" + UUID.randomUUID().toString().substring(0, 8));
        connection.logIn(Principal.device(sn, new DeviceCredentials("secret", "retail")));
        return connection;
    }

    void logIn(Principal who) {
        principal = who;
        state = ConnectionState.AUTHENTICATED;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public String address() {
        return "203.0.113.7";
    }

    @Override
    public long since() {
        return 1_000;
    }

    @Override
    public long lastActivity() {
        return lastActivity;
    }

    @Override
    public void takenOver() {
        takenOver = true;
    }
}
