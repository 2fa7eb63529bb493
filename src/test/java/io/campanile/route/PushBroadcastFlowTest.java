package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.PushesTold;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A push's way from an edge to a node's connections, by the file as it is shipped. */
class PushBroadcastFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDGE = "direct:push-broadcast?block=false";

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static final List<Push> SENT = new CopyOnWriteArrayList<>();
    private static final PushesTold TOLD = new PushesTold();
    /** One run of the flow, for all tests that do not end it. */
    private static RunningFlows shared;

    private RunningFlows flows;
    private KafkaTopic pushes;
    private KafkaTopic deadLetters;

    @BeforeAll
    static void startFlow() throws Exception {
        shared = run("shared");
    }

    @AfterAll
    static void stopFlow() {
        shared.close();
    }

    @BeforeEach
    void begin() {
        SENT.clear();
        TOLD.forget();
        use(shared);
    }

    @Test
    void aPushIsDurableWhenItsSenderHasTheIdAndIsSentOnceAndTold() throws Exception {
        String pushId = push(Map.of("target", Map.of("user", "bob"), "values", Map.of("n", 1)));

        await().untilAsserted(() -> assertThat(pushes.records()).extracting(ConsumerRecord::key).containsExactly(pushId));
        await().until(() -> TOLD.outcomes().containsKey(pushId));
        assertThat(SENT).hasSize(1);
        Push push = SENT.get(0);
        assertThat(push.pushId()).isEqualTo(pushId);
        assertThat(push.target().users()).containsExactly("bob");
        assertThat(push.service()).isEqualTo("user_broadcast");
        assertThat(push.values()).isEqualTo(Map.of("n", 1));
        assertThat(TOLD.outcomes()).containsEntry(pushId, new PushOutcome(1, 1, Map.of()));
        assertThat(TOLD.accepted()).containsExactly(pushId);
    }

    @Test
    void pushesToDifferentTargetsKeepTheOrderInWhichTheyWereAccepted() throws Exception {
        List<String> ids = IntStream.range(0, 50)
                .mapToObj(i -> push(Map.of("target", i % 2 == 0 ? Map.of("all", true) : Map.of("user", "u" + i), "values", Map.of())))
                .toList();
        await().until(() -> SENT.size() == 50);
        assertThat(SENT).extracting(Push::pushId).containsExactlyElementsOf(ids);
    }

    @Test
    void aRepeatHasNoEffect() throws Exception {
        String pushId = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        pushes.append(pushId, pushes.values(pushId).get(0));
        String next = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        await().until(() -> TOLD.outcomes().containsKey(next));
        assertThat(SENT).extracting(Push::pushId).containsExactly(pushId, next);
    }

    @Test
    void whatWasAcceptedBeforeThisNodeStartedWasMeantForOthers() throws Exception {
        String pushId = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        String record = pushes.values(pushId).get(0);
        await().until(() -> TOLD.outcomes().containsKey(pushId));
        end();
        use(run("again"));
        pushes.append(pushId, record);
        String next = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        await().until(() -> TOLD.outcomes().containsKey(next));
        assertThat(SENT).extracting(Push::pushId).containsExactly(pushId, next);
    }

    @Test
    void whatIsWrongIsToldToTheSenderAndNobodyElse() throws Exception {
        Map<Map<String, Object>, String> wrong = new HashMap<>();
        wrong.put(Map.of("values", Map.of()), "target: ");
        wrong.put(Map.of("target", Map.of("all", true, "user", "bob"), "values", Map.of()), "target: give exactly one");
        wrong.put(Map.of("target", Map.of("all", 1), "values", Map.of()), "target.all: ");
        wrong.put(Map.of("target", Map.of("where", Map.of("shoe_size", "3")), "values", Map.of()), "target.where.shoe_size: ");
        wrong.put(Map.of("target", Map.of("where", Map.of("attr.floor", 3)), "values", Map.of()), "target.where.attr.floor: ");
        wrong.put(Map.of("target", Map.of("all", true), "values", 3), "values: ");
        wrong.put(Map.of("target", Map.of("all", true), "values", Map.of(), "service", ""), "service: ");
        wrong.put(Map.of("target", Map.of("where", Map.of("role", "user")), "values", Map.of(), "reliable", true), "target.where: ");
        wrong.put(Map.of("target", Map.of("all", true), "values", Map.of(), "reliable", 1), "reliable: ");
        wrong.forEach((given, text) -> {
            CodedException error = flows.ask(EDGE, given).getException(CodedException.class);
            assertThat(error.code()).as(text).isEqualTo(ErrorCode.INVALID);
            assertThat(error).hasMessageStartingWith(text);
        });
        assertThat(pushes.records()).isEmpty();
        assertThat(deadLetters.records()).isEmpty();
        assertThat(TOLD.accepted()).isEmpty();
    }

    @Test
    void aRecordThatIsNoPushIsADeadLetterAndTheNextIsSent() throws Exception {
        pushes.append("x", "not JSON");
        String next = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        await().until(() -> TOLD.outcomes().containsKey(next));
        await().until(() -> deadLetters.records().size() == 1);
        JsonNode letter = JSON.readTree(deadLetters.records().get(0).value());
        assertThat(letter.path("cause").asText()).startsWith("not JSON: ");
        assertThat(letter.path("route_id").asText()).isEqualTo("push-broadcast-tell");
        assertThat(letter.path("body").asText()).isEqualTo("not JSON");
    }

    private String push(Map<String, Object> given) {
        Exchange answered = flows.ask(EDGE, given);
        assertThat(answered.getException()).isNull();
        return (String) answered.getMessage().getBody(Map.class).get("push_id");
    }

    private static RunningFlows run(String prefix) throws Exception {
        return RunningFlows.start(KAFKA.address(), "PushBroadcastFlowTest." + prefix, Ports.ofPushes(push -> {
            SENT.add(push);
            return CompletableFuture.completedFuture(new PushOutcome(1, 1, Map.of()));
        }, TOLD), Map.of(), "push-broadcast");
    }

    private void use(RunningFlows used) {
        flows = used;
        pushes = flows.topic("push-broadcast.topic").fromNow();
        deadLetters = flows.topic("dead-letter.topic").fromNow();
    }

    @AfterEach
    void end() {
        pushes.close();
        deadLetters.close();
        if (flows != shared) {
            flows.close();
        }
    }
}
