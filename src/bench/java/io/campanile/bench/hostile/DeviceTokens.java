package io.campanile.bench.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a device shows instead of its secret (PROTOCOL 3). */
final class DeviceTokens {

    /** The last one that was given out. */
    private static final AtomicLong MOMENTS = new AtomicLong();

    private DeviceTokens() {
    }

    /** Now, or so soon after that no token was made for it. */
    static long moment() {
        return MOMENTS.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    }

    static String token(Target target, long timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(target.secret().getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((target.sn() + "." + timestamp).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
