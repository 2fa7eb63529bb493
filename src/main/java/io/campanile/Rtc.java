package io.campanile;

import io.campanile.domain.call.RtcCredentials;
import io.campanile.settings.Settings;
import io.campanile.store.rtc.TrtcUserSig;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who makes the credentials with which the parties of a call meet. */
final class Rtc {

    private static final Logger LOG = LoggerFactory.getLogger(Rtc.class);

    private Rtc() {
    }

    /** @return {@link RtcCredentials#NONE} unless {@code rtc.sdk-app-id} and {@code rtc.secret-key} are both set */
    static RtcCredentials credentials(Settings settings, Clock clock) {
        boolean hasId = settings.has("rtc.sdk-app-id");
        boolean hasKey = settings.has("rtc.secret-key");
        if (hasId && hasKey) {
            return new TrtcUserSig(settings.number("rtc.sdk-app-id"), settings.get("rtc.secret-key"), settings.duration("rtc.expire"), clock);
        }
        if (hasId || hasKey) {
            LOG.warn("Calls carry no rtc: {} is not set", hasId ? "rtc.secret-key" : "rtc.sdk-app-id");
        }
        return RtcCredentials.NONE;
    }
}
