package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebhookReceiver;
import io.campanile.fixture.WebhookReceiver.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies while a vendor is being told: after that it is told again, and knows that it is the same. */
@Tag("faults")
class NotificationFaultsIT {

    /** After a crash others wait so long for the node that had begun. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void aNotificationThatACrashInterruptedIsSentAgainUnderTheSameId() throws Exception {
        try (WebhookReceiver vendor = new WebhookReceiver(); RunningGateway gateway = RunningGateway.first(directory, Map.of("push.delay", "1s",
                "push.webhook.url", vendor.url(), "push.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))) {
            String alice = user(gateway, "alice");
            String bob = user(gateway, "bob");
            gateway.put("/api/v1/installations/phone", bob, Map.of("provider", "webhook", "token", "t"));
            vendor.hold();
            String msgId = gateway.post("/api/v1/messages", alice, Map.of("to", "bob", "type", "text", "content", "hello")).path("msg_id").asText();
            await().until(() -> vendor.calls().size() == 1);
            gateway.kill();
            vendor.release();
            gateway.start();

            await().atMost(LEASE.multipliedBy(2)).until(() -> vendor.calls().size() == 2);
            await().until(() -> gateway.read("/api/v1/messages/" + msgId + "/trace", alice).path("verdict").asText().contains("a push notification went out"));
            List<Call> calls = vendor.calls();
            assertThat(calls).hasSize(2).allSatisfy(call -> assertThat(call.body()).contains(msgId));
            assertThat(calls.get(1).id()).isEqualTo(calls.get(0).id());
        }
    }

    private static String user(RunningGateway gateway, String name) {
        gateway.post("/api/v1/users", null, Map.of("username", name, "password", "pass word " + name));
        return gateway.post("/api/v1/sessions", null, Map.of("username", name, "password", "pass word " + name)).path("token").asText();
    }
}
