package io.campanile.domain.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTokenTest {

    @Test
    void isTheHmacOfSnAndTimestamp() {
        // printf 'sn1.1763680000000' | openssl dgst -sha256 -hmac 's3cret'
        assertThat(DeviceToken.sign("sn1", 1763680000000L, "s3cret").token())
                .isEqualTo("1a65f3916ed357a2c8b84c91e45f5110e614db023df80534f1e6d7617d8b9759");
    }

    @Test
    void isReadFromAPassword() {
        DeviceToken signed = DeviceToken.sign("sn1", 17, "s3cret");

        assertThat(DeviceToken.parse("sn1", "17." + signed.token())).contains(signed);
        assertThat(signed.isSignedWith("s3cret")).isTrue();
        assertThat(signed.isSignedWith("other")).isFalse();
        assertThat(DeviceToken.parse("sn1", "17." + signed.token().toUpperCase())).isEmpty();
        assertThat(DeviceToken.parse("sn1", "-17." + signed.token())).isEmpty();
        assertThat(DeviceToken.parse("sn1", "s3cret")).isEmpty();
    }

    @Test
    void isGoodForItsOwnDeviceAndTimeOnly() {
        String token = DeviceToken.sign("sn1", 17, "s3cret").token();

        assertThat(new DeviceToken("sn2", 17, token).isSignedWith("s3cret")).isFalse();
        assertThat(new DeviceToken("sn1", 18, token).isSignedWith("s3cret")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "1300, true", "1301, false", "700, true", "699, false"})
    void isFreshWithinTheWindowOnBothSides(long now, boolean fresh) {
        assertThat(new DeviceToken("sn1", 1000, "").isFresh(now, Duration.ofMillis(300))).isEqualTo(fresh);
    }

    @Test
    void doesNotShowItselfInALog() {
        DeviceToken token = DeviceToken.sign("sn1", 17, "s3cret");

        assertThat(token.toString()).doesNotContain(token.token());
    }
}
