package io.campanile.ops.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.ops.guard.FlowFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a step does on a stage, and what it does not. */
class StageTest {

    private final DefaultCamelContext running = new DefaultCamelContext();
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void stop() {
        running.stop();
    }

    /** Would be missed if it was called. */
    public class Effects {

        public String act(String body) {
            done.add(body);
            return "acted";
        }
    }

    @FreeOfEffects
    public static class Calculation {

        public String twice(String body) {
            return body + body;
        }
    }

    @Test
    void aBeanThatOnlyCalculatesIsCalledAndAnotherIsOnlyNoted() {
        running.getRegistry().bind("effects", new Effects());
        running.getRegistry().bind("calculation", new Calculation());

        assertThat(play("""
                - bean: {id: a, ref: calculation, method: twice}
                - bean: {id: b, ref: effects, method: act}
                - to: {id: c, uri: kafka:out}
                """)).containsExactly("calls effects.act with xx", "to kafka:out, key k: xx");
        assertThat(done).isEmpty();
    }

    @Test
    void aBeanWithEffectsCannotBeCalledByAnExpressionEither() {
        running.getRegistry().bind("effects", new Effects());

        assertThatThrownBy(() -> play("""
                - setBody: {id: a, expression: {method: {ref: effects, method: act}}}
                """)).isInstanceOf(CodedException.class).hasMessageContaining("effects");
        assertThat(done).isEmpty();
    }

    @Test
    void whatWouldHappenLaterOrBesideIsKnownAtOnce() {
        long began = System.nanoTime();

        assertThat(play("""
                - delay: {id: a, expression: {constant: {expression: 60000}}}
                - log: {id: b, message: nothing}
                - wireTap: {id: c, uri: "http:tapped.example"}
                - multicast:
                    id: d
                    parallelProcessing: true
                    steps:
                      - to: {id: e, uri: "kafka:one?lingerMs=5"}
                      - to: {id: f, uri: "paho-mqtt5:two?qos=1"}
                """)).containsExactlyInAnyOrder("to http:tapped.example, key k: x", "to kafka:one, key k: x", "to paho-mqtt5:two, key k: x");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void whatFailsIsNotTriedAgain() {
        assertThat(play("""
                - throwException: {id: a, exceptionType: java.lang.IllegalStateException, message: broken}
                """)).containsExactly("fails: broken, to direct:dead-letter, key k: x");
    }

    @Test
    void whatDoesNotEndIsEnded() {
        assertThat(play("""
                - loop:
                    id: a
                    doWhile: true
                    expression: {constant: {expression: "true"}}
                    steps:
                      - setHeader: {id: b, name: again, expression: {constant: {expression: x}}}
                """)).singleElement().asString().startsWith("fails: does not come to an end");
    }

    @Test
    void repeatsAreRecognisedOnAStageAndNotOnTheNode() {
        IdempotentRepository seen = MemoryIdempotentRepository.memoryIdempotentRepository();
        running.getRegistry().bind("seen", seen);
        try (Stage stage = open("""
                - idempotentConsumer:
                    id: a
                    idempotentRepository: seen
                    expression: {header: {expression: kafka.KEY}}
                    steps:
                      - to: {id: b, uri: kafka:out}
                """)) {
            assertThat(stage.play(record()).texts()).hasSize(1);
            assertThat(stage.play(record()).texts()).isEmpty();
        }
        assertThat(seen.contains("k")).isFalse();
    }

    @Test
    void aFailureNamesTheLineOfTheStep() {
        try (Stage stage = open("""
                - throwException:
                    id: a
                    exceptionType: java.lang.IllegalStateException
                    message: broken
                """)) {
            assertThat(stage.play(record()).effects()).extracting(Outcome.Effect::line).containsExactly(14);
        }
    }

    private List<String> play(String steps) {
        try (Stage stage = open(steps)) {
            return stage.play(record()).texts();
        }
    }

    private Stage open(String steps) {
        String yaml = """
                - route:
                    id: flow-route
                    errorHandler:
                      deadLetterChannel:
                        deadLetterUri: direct:dead-letter
                        useOriginalBody: true
                        redeliveryPolicy:
                          maximumRedeliveries: 5
                          redeliveryDelay: 60000
                    from:
                      uri: kafka:in
                      parameters: {groupId: flow}
                      steps:
                """ + steps.indent(8);
        return Stage.open(new FlowFile("flow.camel.yaml", yaml), running.getRegistry(), new Properties(), stage -> Map.of());
    }

    private static Recorded record() {
        return new Recorded("in", 0, 0, 1_700_000_000_000L, "k", Map.of(), "x".getBytes(StandardCharsets.UTF_8));
    }
}
