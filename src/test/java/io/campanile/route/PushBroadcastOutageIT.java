package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.PushesTold;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.flow.Unavailable;
import io.campanile.standalone.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away under the flow push-broadcast, and comes back. */
@Tag("faults")
class PushBroadcastOutageIT {

    private static final String EDGE = "direct:push-broadcast?block=false";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;
    private final List<Push> sent = new CopyOnWriteArrayList<>();
    private final PushesTold told = new PushesTold();

    @Test
    void theSenderIsToldToRepeatAndWhatWasAcceptedIsSentWhenItIsBack() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        int port = Integer.parseInt(kafka.address().split(":")[1]);
        try (RunningFlows flows = RunningFlows.start(kafka.address(), "outage", Ports.ofPushes(this::send, told),
                Map.of("push-broadcast.patience-ms", "3000"), "push-broadcast");
             KafkaTopic pushes = flows.topic("push-broadcast.topic");
             KafkaTopic deadLetters = flows.topic("dead-letter.topic")) {
            String before = (String) ask(flows, 1).getMessage().getBody(Map.class).get("push_id");
            await().until(() -> told.outcomes().containsKey(before));
            kafka.close();

            Exchange refused = ask(flows, 2);

            assertThat(Unavailable.is(refused.getException())).as(String.valueOf(refused.getException())).isTrue();
            kafka = EmbeddedKafka.start(directory, port);
            // As its sender does, until the gateway has found Kafka again
            await().atMost(PATIENCE).until(() -> ask(flows, 2).getException() == null);
            await().atMost(PATIENCE).until(() -> sent.stream().anyMatch(push -> push.values().containsValue(2)));
            assertThat(pushes.values(before)).hasSize(1);
            assertThat(deadLetters.records()).isEmpty();
        } finally {
            kafka.close();
        }
    }

    private CompletableFuture<PushOutcome> send(Push push) {
        sent.add(push);
        return CompletableFuture.completedFuture(new PushOutcome(1, 1, Map.of()));
    }

    private static Exchange ask(RunningFlows flows, int n) {
        return flows.ask(EDGE, Map.of("target", Map.of("all", true), "values", Map.of("n", n)));
    }
}
