package io.campanile.bench.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a device shows instead of its secret (PROTOCOL 3). */
final class DeviceTokens {

    /** Counted on from now, so that no two are the same. */
    private static final AtomicLong MOMENTS = new AtomicLong(System.currentTimeMillis());

    private DeviceTokens() {
    }

    /** A moment, ms, for a token that nobody has used. */
    static long moment() {
        return MOMENTS.incrementAndGet();
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
