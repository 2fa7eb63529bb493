package io.campanile.standalone.mqtt;

import io.campanile.domain.session.InMemoryConnectionRegistry;
import io.campanile.domain.session.MqttAccounts;
import io.campanile.domain.session.Principal;
import io.campanile.fixture.KnownDevices;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.UserTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A broker on a free port that knows the devices sn1, sn2 and system, whose secret is "secret". */
final class RunningBroker implements AutoCloseable {

    static final String GATEWAY_PASSWORD = "gateway-password";

    final ArtemisBroker broker;
    final MqttAccounts accounts;
    final UserTokens tokens;
    final InMemoryConnectionRegistry connections;
    final String url;

    private RunningBroker(ArtemisBroker broker, MqttAccounts accounts, UserTokens tokens, InMemoryConnectionRegistry connections, String url) {
        this.broker = broker;
        this.accounts = accounts;
        this.tokens = tokens;
        this.connections = connections;
        this.url = url;
    }

    static RunningBroker start(Path directory) throws Exception {
        return start(directory, 0);
    }

    static RunningBroker start(Path directory, int port) throws Exception {
        return start(new MqttSettings("127.0.0.1", port, directory, 20_000, 10_000, 1_000, Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), null));
    }

    static RunningBroker start(MqttSettings settings) throws Exception {
        ArtemisBroker broker = new ArtemisBroker(settings, Clock.systemUTC());
        String url = broker.start();
        UserTokens tokens = UserTokens.system();
        Set<String> used = ConcurrentHashMap.newKeySet();
        KnownDevices devices = new KnownDevices(Map.of("sn1", "secret", "sn2", "secret", "system", "secret"));
        MqttAccounts accounts = new MqttAccounts(devices, devices.tokens((key, keep) -> used.add(key), Clock.systemUTC()),
                tokens::verify, GATEWAY_PASSWORD);
        InMemoryConnectionRegistry connections = new InMemoryConnectionRegistry();
        broker.admit(accounts, connections);
        accounts.open();
        return new RunningBroker(broker, accounts, tokens, connections, url);
    }

    /** The gateway with a session that ends with its connection. */
    MqttPeer gateway() throws MqttException {
        return MqttPeer.connect(url, "campanile-" + UUID.randomUUID(), MqttAccounts.GATEWAY, GATEWAY_PASSWORD);
    }

    /** The gateway with a session that outlives everything. */
    static MqttPeer durableGateway(String url) throws MqttException {
        return MqttPeer.connect(url, "campanile-durable", MqttAccounts.GATEWAY, GATEWAY_PASSWORD,
                options -> options.setSessionExpiryInterval(MqttPeer.NEVER));
    }

    MqttPeer device(String sn) throws MqttException {
        return device(sn, options -> { });
    }

    MqttPeer device(String sn, Consumer<MqttConnectionOptions> more) throws MqttException {
        return MqttPeer.connect(url, sn, sn, "secret", more);
    }

    /** The user alice with a new token. */
    MqttPeer alice(String installation) throws MqttException {
        return alice(installation, options -> { });
    }

    MqttPeer alice(String installation, Consumer<MqttConnectionOptions> more) throws MqttException {
        return MqttPeer.connect(url, "alice." + installation, "alice", tokens.issue("alice"), more);
    }

    /** The token is good no longer, on any node. */
    void revoke(String token) {
        Principal revoked = tokens.revoke(token);
        broker.revoked(principal -> revoked.tokenId().equals(principal.tokenId()));
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
