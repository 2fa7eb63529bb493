package io.campanile.ops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.edge.mqtt.MqttTopics;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.device.Reports;
import io.campanile.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broken edit of a flow is told, and at which line; the flow is {@code src/test/resources/flows/meter-read.camel.yaml}. */
class FlowCheckTest {

    private static final List<FlowFile> FILES = FlowFile.in(Path.of("src/test/resources/flows"));
    private static final FlowFile FLOW = FILES.stream().filter(file -> file.flow().equals("meter-read")).findFirst().orElseThrow();
    private static final EdgeRoutes EDGES = new EdgeRoutes(Set.of("meter-read-edge"), Set.of("meter-all", "meter-read-taken"), Set.of("meter-read"));
    private static final FlowCheck CHECK = new FlowCheck(settings(), Map.of("clock", Clock.class, "deadLetters", DeadLetters.class,
            "kafkaBatch", KafkaBatch.class, "readings", Reports.class, "topics", MqttTopics.class), () -> EDGES);

    private static Properties settings() {
        Properties settings = Settings.load(Path.of("application.properties")).all();
        settings.putAll(Map.of("meter-read.mqtt-topic", "meters/+", "meter-read.topic", "meters", "meter-read.max-bytes", "1000",
                "camel.beans.meterReadAsked", "#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository",
                "camel.beans.meterReadRedelivery", "#class:org.apache.camel.processor.errorhandler.RedeliveryPolicy",
                "camel.beans.meterReadRedelivery.maximumRedeliveries", "-1",
                "camel.beans.neverRedelivery", "#class:org.apache.camel.processor.errorhandler.RedeliveryPolicy",
                "camel.beans.slowRedelivery", "#class:org.apache.camel.processor.errorhandler.RedeliveryPolicy",
                "camel.beans.slowRedelivery.maximumRedeliveries", "100"));
        settings.setProperty("camel.beans.slowRedelivery.redeliveryDelay", "60000");
        return settings;
    }

    static Stream<Arguments> brokenEdits() {
        return BrokenEdits.all().stream().map(edit -> Arguments.of(edit.what(), edit));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenEdits")
    void aBrokenEditIsToldAtItsLine(String what, BrokenEdits.Edit edit) {
        String text = edit.applyTo(FLOW.text());
        List<String> lines = text.lines().toList();
        List<String> told = CHECK.check(new FlowFile(FLOW.name(), text), FILES).stream()
                .map(problem -> problem.line() + " " + (lines.isEmpty() ? "" : lines.get(problem.line() - 1).strip()) + " # " + problem.reason()).toList();

        assertThat(told).as("one slip, one problem").singleElement().asString().startsWith(edit.at() + " # " + edit.reason());
    }

    @Test
    void whatIsAsItShouldBeIsLetIn() {
        FILES.forEach(file -> assertThat(CHECK.check(file, FILES)).isEmpty());
    }
}
