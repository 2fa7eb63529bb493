package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.CheckFlows;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.guard.FlowFile;
import io.campanile.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Good edits of shipped flows: the check is no obstacle to what an operator may want. */
class OperatorEditsTest {

    private static final List<FlowFile> FILES = FlowFile.in(Path.of("routes"));
    private static final FlowCheck CHECK = CheckFlows.check(Settings.load(Path.of("application.properties")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            device-report   | uri: "kafka:{{device-report.topic}}"       | uri: "kafka:reports.elsewhere"
            device-report   | deadLetterUri: direct:dead-letter          | deadLetterUri: kafka:bad.reports
            device-report   | "${body.length} <= {{device-report.max-bytes}}" | "${body.length} <= 200"
            device-report   | {{device-report.mqtt-topic}}               | devices/+/status
            device-report   | "json-validator:{{device-report.schema}}"  | "json-validator:file:strict.json"
            device-report   | receiveMaximum: "{{device-report.in-flight}}" | receiveMaximum: 5
            device-report   | maxPollRecords: "{{device-report.batch}}"  | maxPollRecords: 4
            device-report   | redeliveryPolicyRef: deviceReportRedelivery | redeliveryPolicyRef: deviceWatchRedelivery
            device-report   | uri: "kafka:{{device-changes.topic}}"      | uri: "kafka:told.everybody"
            device-report   | description: Check the form                | description: Check its form, as agreed
            device-presence | qos: 1                                     | qos: 2
            device-watch    | autoCommitEnable: true                     | autoCommitEnable: "true"
            push-broadcast  | "{{push-broadcast.patience-ms}}"           | 3000
            system-time     | period: "{{system-time.period}}"           | period: 10s
            """)
    void aGoodEditIsLetIn(String flow, String find, String with) {
        assertLetIn(flow, find, with);
    }

    @ParameterizedTest
    @CsvSource({"2000", "500"})
    void workMayBeAddedAfterKafkaHasAReport(String ms) {
        String asShipped = "uri: \"kafka:{{device-report.topic}}\"\n\n";
        assertLetIn("device-report", asShipped,
                asShipped.replace("\n\n", "\n        - delay:\n            expression:\n              constant: \"" + ms + "\"\n\n"));
    }

    private static void assertLetIn(String flow, String find, String with) {
        FlowFile shipped = FILES.stream().filter(file -> file.flow().equals(flow)).findFirst().orElseThrow();
        assertThat(shipped.text()).contains(find);

        assertThat(CHECK.check(new FlowFile(shipped.name(), shipped.text().replace(find, with)), FILES)).isEmpty();
    }
}
