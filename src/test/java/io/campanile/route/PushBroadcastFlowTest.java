package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.flow.Unavailable;
import io.campanile.standalone.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A push's way from an edge to a node's connections, by the file as it is shipped. */
class PushBroadcastFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDGE = "direct:push-broadcast?block=false";

    @TempDir
    static Path directory;
    private static EmbeddedKafka kafka;

    private final List<Push> sent = new CopyOnWriteArrayList<>();
    private final Told told = new Told();
    private String prefix;
    private RunningFlows flows;
    private KafkaTopic pushes;
    private KafkaTopic deadLetters;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start(directory);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void startFlow(TestInfo test) throws Exception {
        prefix = test.getTestMethod().orElseThrow().getName();
        start(Map.of());
    }

    @Test
    void aPushIsDurableWhenItsSenderHasTheIdAndIsSentOnceAndTold() throws Exception {
        String pushId = push(Map.of("target", Map.of("user", "bob"), "values", Map.of("n", 1)));

        await().untilAsserted(() -> assertThat(pushes.records()).extracting(ConsumerRecord::key).containsExactly(pushId));
        await().until(() -> told.outcomes.containsKey(pushId));
        assertThat(sent).hasSize(1);
        Push push = sent.get(0);
        assertThat(push.pushId()).isEqualTo(pushId);
        assertThat(push.target().users()).containsExactly("bob");
        assertThat(push.service()).isEqualTo("user_broadcast");
        assertThat(push.values()).isEqualTo(Map.of("n", 1));
        assertThat(told.outcomes).containsEntry(pushId, new PushOutcome(1, 1, Map.of()));
        assertThat(told.accepted).containsExactly(pushId);
    }

    @Test
    void pushesToDifferentTargetsKeepTheOrderInWhichTheyWereAccepted() throws Exception {
        List<String> ids = IntStream.range(0, 50)
                .mapToObj(i -> push(Map.of("target", i % 2 == 0 ? Map.of("all", true) : Map.of("user", "u" + i), "values", Map.of())))
                .toList();
        await().until(() -> sent.size() == 50);
        assertThat(sent).extracting(Push::pushId).containsExactlyElementsOf(ids);
    }

    @Test
    void aRepeatHasNoEffect() throws Exception {
        String pushId = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        pushes.append(pushId, pushes.values(pushId).get(0));
        String next = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        await().until(() -> told.outcomes.containsKey(next));
        assertThat(sent).extracting(Push::pushId).containsExactly(pushId, next);
    }

    @Test
    void whatWasAcceptedBeforeThisNodeStartedWasMeantForOthers() throws Exception {
        String pushId = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        String record = pushes.values(pushId).get(0);
        await().until(() -> told.outcomes.containsKey(pushId));
        stopFlow();
        start(Map.of());
        pushes.append(pushId, record);
        String next = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        await().until(() -> told.outcomes.containsKey(next));
        assertThat(sent).extracting(Push::pushId).containsExactly(pushId, next);
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
        wrong.put(Map.of("target", Map.of("all", true), "values", Map.of(), "reliable", true), "reliable: ");
        wrong.forEach((given, text) -> {
            CodedException error = flows.ask(EDGE, given).getException(CodedException.class);
            assertThat(error.code()).as(text).isEqualTo(ErrorCode.INVALID);
            assertThat(error).hasMessageStartingWith(text);
        });
        assertThat(flows.ask(EDGE, Map.of("target", Map.of("room", "r1"), "values", Map.of())).getException(CodedException.class).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(pushes.records()).isEmpty();
        assertThat(deadLetters.records()).isEmpty();
        assertThat(told.accepted).isEmpty();
    }

    @Test
    void aRecordThatIsNoPushIsADeadLetterAndTheNextIsSent() throws Exception {
        pushes.append("x", "not JSON");
        String next = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        await().until(() -> told.outcomes.containsKey(next));
        await().until(() -> deadLetters.records().size() == 1);
        JsonNode letter = JSON.readTree(deadLetters.records().get(0).value());
        assertThat(letter.path("cause").asText()).startsWith("not JSON: ");
        assertThat(letter.path("route_id").asText()).isEqualTo("push-broadcast-tell");
        assertThat(letter.path("body").asText()).isEqualTo("not JSON");
    }

    @Test
    void whileKafkaIsAwayTheSenderIsToldToRepeatAndWhatWasAcceptedIsSentWhenItIsBack() throws Exception {
        String before = push(Map.of("target", Map.of("all", true), "values", Map.of()));
        stopFlow();
        start(Map.of("push-broadcast.patience-ms", "3000"));
        int port = Integer.parseInt(kafka.address().split(":")[1]);
        kafka.close();

        Exchange refused = flows.ask(EDGE, Map.of("target", Map.of("all", true), "values", Map.of()));

        assertThat(Unavailable.is(refused.getException())).as(String.valueOf(refused.getException())).isTrue();
        kafka = EmbeddedKafka.start(directory, port);
        // As its sender does, until the gateway has found Kafka again
        await().atMost(Duration.ofSeconds(20)).until(() ->
                flows.ask(EDGE, Map.of("target", Map.of("all", true), "values", Map.of("n", 2))).getException() == null);
        await().atMost(Duration.ofSeconds(20)).until(() -> sent.stream().anyMatch(push -> push.values().containsKey("n")));
        assertThat(pushes.values(before)).hasSize(1);
        assertThat(deadLetters.records()).isEmpty();
    }

    private String push(Map<String, Object> given) {
        Exchange answered = flows.ask(EDGE, given);
        assertThat(answered.getException()).isNull();
        return (String) answered.getMessage().getBody(Map.class).get("push_id");
    }

    private void start(Map<String, String> settings) throws Exception {
        flows = RunningFlows.start(kafka.address(), prefix, Ports.ofPushes(push -> {
            sent.add(push);
            return CompletableFuture.completedFuture(new PushOutcome(1, 1, Map.of()));
        }, told), settings, "push-broadcast");
        pushes = flows.topic("push-broadcast.topic");
        deadLetters = flows.topic("dead-letter.topic");
    }

    @AfterEach
    void stopFlow() {
        pushes.close();
        deadLetters.close();
        flows.close();
    }

    /** What was told of pushes. */
    private static final class Told implements PushOutcomes {

        private final List<String> accepted = new CopyOnWriteArrayList<>();
        private final Map<String, PushOutcome> outcomes = new ConcurrentHashMap<>();

        @Override
        public void accepted(String pushId) {
            accepted.add(pushId);
        }

        @Override
        public void tell(String pushId, PushOutcome ofThisNode) {
            outcomes.put(pushId, ofThisNode);
        }

        @Override
        public Optional<Collected> find(String pushId) {
            throw new AssertionError("nobody asks here");
        }
    }
}
