package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.RunningParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one set of parts, which outlive the node that fails. */
@Tag("faults")
class TwoNodesIT {

    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    private final List<String> confirmed = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void theOtherNodeTakesOverAndNothingConfirmedIsLost() throws Exception {
        try (RunningParts parts = RunningParts.start(directory.resolve("parts"), Map.of("sn1", "secret"));
             RunningGateway first = RunningGateway.node(directory.resolve("first"), "node-1", parts.settings());
             RunningGateway second = RunningGateway.node(directory.resolve("second"), "node-2", parts.settings());
             MqttPeer device = MqttPeer.connect(first.mqtt(), "sn1", "sn1", "secret")) {
            String token = first.token();
            first.register(token, "sn1", "retail");
            device.subscribe("system/time");
            MqttPeer.Received time = device.next();
            assertThat(time.retained()).as("heard at once, not a minute later").isTrue();
            assertThat(time.text()).matches("\\{\"server_time\":\\d{13}}");
            publish(device, 10);
            seen(first, token);
            seen(second, token);

            first.kill();
            publish(device, 10);
            seen(second, token);

            first.start();
            publish(device, 10);
            seen(first, token);

            second.kill();
            publish(device, 10);
            seen(first, token);
        }
    }

    private void publish(MqttPeer device, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String id = "r-" + confirmed.size();
            assertThat(device.publish("devices/sn1/report", "{\"report_id\":\"" + id + "\",\"ts\":" + (1000 + confirmed.size()) + "}")).isZero();
            confirmed.add(id);
        }
    }

    private void seen(RunningGateway node, String token) {
        await().atMost(TAKEOVER).untilAsserted(() -> {
            JsonNode page = node.read("/api/v1/devices/sn1/reports?limit=200", token).path("reports");
            assertThat(page.findValuesAsText("report_id")).containsExactlyInAnyOrderElementsOf(confirmed);
        });
    }
}
