package io.campanile.domain.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a device shows instead of its secret (PROTOCOL 3): lowercase hex of HMAC-SHA256(key = secret, message =
 * {@code sn + "." + timestamp}).
 *
 * @param timestamp when the device made it, ms
 * @param token     64 hex digits, as sent
 */
public record DeviceToken(String sn, long timestamp, String token) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern TIMESTAMP_AND_TOKEN = Pattern.compile("(\\d{1,18})\\.([0-9a-f]{64})");

    /** @param password {@code timestamp.token}, as sent over MQTT; empty is answered when it has another form */
    public static Optional<DeviceToken> parse(String sn, String password) {
        Matcher matcher = TIMESTAMP_AND_TOKEN.matcher(password);
        return matcher.matches()
                ? Optional.of(new DeviceToken(sn, Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** Makes the token that a device with this secret shows. */
    public static DeviceToken sign(String sn, long timestamp, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] digest = mac.doFinal((sn + "." + timestamp).getBytes(StandardCharsets.UTF_8));
            return new DeviceToken(sn, timestamp, HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether the holder of this secret made it; takes the same time wherever they differ. */
    public boolean isSignedWith(String secret) {
        return MessageDigest.isEqual(
                sign(sn, timestamp, secret).token.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether |now − timestamp| is at most the window (setting {@code auth.device-token-window}); both in ms. */
    public boolean isFresh(long now, Duration window) {
        return Math.abs(now - timestamp) <= window.toMillis();
    }

    /** Names it among the tokens that are good once. */
    public String onceKey() {
        return "device-token:" + sn + ":" + timestamp;
    }

    /** Never shows the token: it is a proof of identity, and records end in logs. */
    @Override
    public String toString() {
        return "DeviceToken[" + sn + ", " + timestamp + "]";
    }
}
