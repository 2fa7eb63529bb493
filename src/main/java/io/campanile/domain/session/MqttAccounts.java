package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The accounts of the MQTT broker: the gateway's own, which may do everything, one for each device and one for each user
 * (PROTOCOL 3 and 4). Devices and users share the names; the form of the password says whose account is meant, and a
 * refusal does not say whether there is such a one. They wait outside until {@link #open}: what they publish is confirmed
 * by the broker, so the gateway's durable subscriptions must exist first. Thread-safe.
 */
public final class MqttAccounts implements MqttAccess {

    /** The username of the gateway's own account, reserved together with every ClientId of a device that begins with it. */
    public static final String GATEWAY = "campanile";
    /** How every ClientId of the gateway begins. A user's has a dot, the gateway's never. */
    public static final String GATEWAY_CLIENT_PREFIX = GATEWAY + "-";

    /** A JWT, signed or not; no device secret or token has two dots (RFC 7515 section 7.1). */
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*+");

    private final DeviceRegistry devices;
    private final DeviceTokens tokens;
    private final Function<String, Principal> userTokens;
    private final String gatewayPassword;
    private volatile boolean open;

    /** @param userTokens checks the token of a user, as {@link Sessions#verify} does */
    public MqttAccounts(DeviceRegistry devices, DeviceTokens tokens, Function<String, Principal> userTokens, String gatewayPassword) {
        this.devices = devices;
        this.tokens = tokens;
        this.userTokens = userTokens;
        this.gatewayPassword = gatewayPassword;
    }

    /** Lets devices and users in, from now on. */
    public void open() {
        open = true;
    }

    @Override
    public boolean isGateway(String username) {
        return GATEWAY.equals(username);
    }

    @Override
    public Admission connect(String clientId, String username, String password) {
        if (isGateway(username)) {
            return gateway(clientId, password);
        }
        if (!open) {
            return Admission.refused(Verdict.NOT_READY);
        }
        if (!Ids.wellFormed(username) || password == null) {
            return Admission.refused(Verdict.BAD_CREDENTIALS);
        }
        return JWT.matcher(password).matches() ? user(clientId, username, password) : device(clientId, username, password);
    }

    private Admission gateway(String clientId, String password) {
        if (password == null || !same(gatewayPassword, password)) {
            return Admission.refused(Verdict.BAD_CREDENTIALS);
        }
        return clientId.startsWith(GATEWAY_CLIENT_PREFIX) && clientId.indexOf('.') < 0
                ? Admission.accepted(null, TopicAccess.EVERYTHING, () -> true)
                : Admission.refused(Verdict.BAD_CLIENT_ID);
    }

    private Admission user(String clientId, String userId, String token) {
        Optional<Principal> principal = verified(token).filter(proven -> proven.id().equals(userId));
        if (principal.isEmpty()) {
            return Admission.refused(Verdict.BAD_CREDENTIALS);
        }
        String installation = clientId.startsWith(userId + ".") ? clientId.substring(userId.length() + 1) : null;
        return Ids.wellFormed(installation)
                ? Admission.accepted(principal.get(), TopicAccess.ofUser(userId, installation), () -> verified(token).isPresent())
                : Admission.refused(Verdict.BAD_CLIENT_ID);
    }

    /** Whatever else is wrong than the token is not the caller's fault, and goes on as it is. */
    private Optional<Principal> verified(String token) {
        try {
            return Optional.of(userTokens.apply(token));
        } catch (CodedException e) {
            if (e.code() == ErrorCode.UNAUTHENTICATED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Admission device(String clientId, String sn, String password) {
        DeviceCredentials credentials = devices.credentials(sn).orElse(null);
        if (credentials == null) {
            return Admission.refused(Verdict.BAD_CREDENTIALS);
        }
        Optional<DeviceToken> token = DeviceToken.parse(sn, password).filter(t -> t.isSignedWith(credentials.secret()));
        if (token.isEmpty() && !same(credentials.secret(), password)) {
            return Admission.refused(Verdict.BAD_CREDENTIALS);
        }
        if (!clientId.equals(sn) || clientId.startsWith(GATEWAY_CLIENT_PREFIX)) {
            return Admission.refused(Verdict.BAD_CLIENT_ID);
        }
        Principal device = Principal.device(sn, credentials);
        // Used up last, so that a login refused for another reason leaves the token good
        return token.isEmpty() || tokens.redeem(token.get())
                ? Admission.accepted(device, TopicAccess.ofDevice(sn), () -> tokens.holds(device))
                : Admission.refused(Verdict.BAD_CREDENTIALS);
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
