package io.campanile.store.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.campanile.domain.call.Party;
import io.campanile.domain.call.RtcCredentials.Rtc;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The example of the provider's own libraries. */
class TrtcUserSigTest {

    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    private final TrtcUserSig credentials = new TrtcUserSig(1400000000, KEY, Duration.ofDays(180),
            Clock.fixed(Instant.ofEpochSecond(1700000000), ZoneOffset.UTC));

    @Test
    void isSignedAsTheProviderSigns() throws Exception {
        Rtc rtc = credentials.of(Party.user("xiaojun"), "call-1").orElseThrow();

        assertThat(UserSigs.read(rtc.userSig())).containsExactly(
                entry("TLS.ver", "2.0"),
                entry("TLS.identifier", "xiaojun"),
                entry("TLS.sdkappid", 1400000000),
                entry("TLS.expire", 15552000),
                entry("TLS.time", 1700000000),
                entry("TLS.sig", "LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4="));
    }

    @Test
    void namesTheRoomByAText() {
        Rtc rtc = credentials.of(Party.user("xiaojun"), "call-1").orElseThrow();

        assertThat(rtc.roomIdType()).isEqualTo("string");
        assertThat(rtc.roomId()).isEqualTo("call-1");
        assertThat(rtc.sdkAppId()).isEqualTo(1400000000);
        assertThat(rtc.userId()).isEqualTo("xiaojun");
    }

    @Test
    void goesThroughUrlsAsItIs() {
        for (int i = 0; i < 100; i++) {
            assertThat(credentials.of(Party.user("user-" + i), "call-1").orElseThrow().userSig()).matches("[A-Za-z0-9*_-]+");
        }
    }

    @Test
    void doesNotShowItselfInALog() {
        Rtc rtc = credentials.of(Party.user("xiaojun"), "call-1").orElseThrow();

        assertThat(rtc.toString()).doesNotContain(rtc.userSig());
        assertThat(credentials.toString()).doesNotContain(KEY);
    }
}
