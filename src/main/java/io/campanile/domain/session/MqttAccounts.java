package io.campanile.domain.session;

import io.campanile.domain.Ids;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The accounts of the MQTT broker: the gateway's own, which may do everything, and one for each device (PROTOCOL 3 and 4).
 * Devices wait outside until {@link #open}: what they publish is confirmed by the broker, so the gateway's durable
 * subscriptions must exist first. Thread-safe.
 */
public final class MqttAccounts implements MqttAccess {

    /** The username of the gateway's own account, reserved together with every ClientId that begins with it. */
    public static final String GATEWAY = "campanile";
    /** How every ClientId of the gateway begins. */
    public static final String GATEWAY_CLIENT_PREFIX = GATEWAY + "-";

    private final DeviceRegistry devices;
    private final OnceOnly usedTokens;
    private final Duration tokenWindow;
    private final String gatewayPassword;
    private final Clock clock;
    private volatile boolean open;

    /** @param tokenWindow how far a device's clock may be off, and so how long its tokens are good */
    public MqttAccounts(DeviceRegistry devices, OnceOnly usedTokens, Duration tokenWindow, String gatewayPassword,
            Clock clock) {
        this.devices = devices;
        this.usedTokens = usedTokens;
        this.tokenWindow = tokenWindow;
        this.gatewayPassword = gatewayPassword;
        this.clock = clock;
    }

    /** Lets the devices in, from now on. */
    public void open() {
        open = true;
    }

    @Override
    public Verdict connect(String clientId, String username, String password) {
        if (GATEWAY.equals(username)) {
            return gateway(clientId, password);
        }
        if (!open) {
            return Verdict.NOT_READY;
        }
        if (!Ids.wellFormed(username) || password == null) {
            return Verdict.BAD_CREDENTIALS;
        }
        return device(clientId, username, password);
    }

    private Verdict gateway(String clientId, String password) {
        if (password == null || !same(gatewayPassword, password)) {
            return Verdict.BAD_CREDENTIALS;
        }
        return clientId.startsWith(GATEWAY_CLIENT_PREFIX) ? Verdict.ACCEPTED : Verdict.BAD_CLIENT_ID;
    }

    private Verdict device(String clientId, String sn, String password) {
        Optional<String> secret = devices.secret(sn);
        if (secret.isEmpty()) {
            return Verdict.BAD_CREDENTIALS;
        }
        Optional<DeviceToken> token = DeviceToken.parse(sn, password).filter(t -> t.isSignedWith(secret.get()));
        if (token.isEmpty() && !same(secret.get(), password)) {
            return Verdict.BAD_CREDENTIALS;
        }
        if (!clientId.equals(sn) || clientId.startsWith(GATEWAY_CLIENT_PREFIX)) {
            return Verdict.BAD_CLIENT_ID;
        }
        return token.map(this::redeem).orElse(Verdict.ACCEPTED);
    }

    /** Claimed last, so that a login refused for another reason leaves the token good. */
    private Verdict redeem(DeviceToken token) {
        // One from the future stays fresh for up to two windows
        return token.isFresh(clock.millis(), tokenWindow) && usedTokens.claim(token.onceKey(), tokenWindow.multipliedBy(2))
                ? Verdict.ACCEPTED
                : Verdict.BAD_CREDENTIALS;
    }

    @Override
    public boolean mayPublish(String clientId, String username, String topic) {
        return GATEWAY.equals(username) || TopicAccess.deviceMayPublish(username, topic);
    }

    @Override
    public boolean maySubscribe(String clientId, String username, String filter) {
        return GATEWAY.equals(username) || TopicAccess.deviceMaySubscribe(username, filter);
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
