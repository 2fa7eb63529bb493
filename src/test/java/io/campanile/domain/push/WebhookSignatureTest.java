package io.campanile.domain.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Standard Webhooks: the example of its reference libraries. */
class WebhookSignatureTest {

    @Test
    void signsAsTheReferenceLibrariesDo() {
        WebhookSignature signature = WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(signature.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretThatIsNoneIsRefusedWithoutTellingIt() {
        assertThatThrownBy(() -> WebhookSignature.of("secret")).hasMessage("a webhook's secret is whsec_ and a key in Base64");
        assertThatThrownBy(() -> WebhookSignature.of("whsec_")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebhookSignature.of("whsec_%%%")).hasMessage("what follows whsec_ in a webhook's secret must be Base64");
    }
}
