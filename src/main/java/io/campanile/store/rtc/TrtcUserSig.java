package io.campanile.store.rtc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.call.Party;
import io.campanile.domain.call.RtcCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials of Tencent's TRTC: a UserSig as TLSSigAPIv2 makes it, signed here, without asking the provider. A UserSig names
 * its user, not a room. Immutable; the key leaves this object in no way.
 */
public final class TrtcUserSig implements RtcCredentials {

    private static final String ALGORITHM = "HmacSHA256";
    /** The provider has rooms named by numbers too. */
    private static final String ROOM_ID_TYPE = "string";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long sdkAppId;
    private final SecretKeySpec key;
    private final long expireSeconds;
    private final Clock clock;

    /**
     * @param sdkAppId  the application, as the provider numbers it
     * @param secretKey its key: the text as given, although it looks like hexadecimal digits
     * @param expire    for how long credentials are good, in whole seconds; longer than a call can last
     */
    public TrtcUserSig(long sdkAppId, String secretKey, Duration expire, Clock clock) {
        this.sdkAppId = sdkAppId;
        this.key = new SecretKeySpec(secretKey.getBytes(UTF_8), ALGORITHM);
        this.expireSeconds = expire.toSeconds();
        this.clock = clock;
    }

    @Override
    public Optional<Rtc> of(Party party, String roomId) {
        return Optional.of(new Rtc(ROOM_ID_TYPE, roomId, sdkAppId, party.id(), userSig(party.id(), clock.millis() / 1_000)));
    }

    private String userSig(String userId, long time) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("TLS.ver", "2.0");
        claims.put("TLS.identifier", userId);
        claims.put("TLS.sdkappid", sdkAppId);
        claims.put("TLS.expire", expireSeconds);
        claims.put("TLS.time", time);
        claims.put("TLS.sig", sign(userId, time));
        try {
            // Base64 in an alphabet of its own: neither the standard's nor the one for URLs
            return Base64.getEncoder().encodeToString(deflate(JSON.writeValueAsBytes(claims)))
                    .replace('+', '*').replace('/', '-').replace('=', '_');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written as JSON", e);
        }
    }

    /** The lines and their order are the provider's, the last one's end of line included. */
    private String sign(String userId, long time) {
        String signed = "TLS.identifier:" + userId + "\nTLS.sdkappid:" + sdkAppId + "\nTLS.time:" + time + "\nTLS.expire:" + expireSeconds + "\n";
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** RFC 1950. */
    private static byte[] deflate(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(bytes)) {
            zlib.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }
}
