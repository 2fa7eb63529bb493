package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.SmallDisk;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk on which the embedded parts write fills up: less is accepted before any of them fails. */
@Tag("faults")
class DiskFullIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void devicesAreHeldBackUntilThereIsSpaceAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("data"), 400);
             RunningGateway gateway = RunningGateway.first(directory, Map.of())) {
            String token = gateway.token();
            try (SteadyDevice device = new SteadyDevice(gateway.mqtt(), "sn1", gateway.register(token, "sn1", "retail"))) {
                await().until(() -> device.confirmed().size() > 5);

                disk.leave(200);

                await().atMost(PATIENCE).until(() -> gateway.get("/health", null).statusCode() == 503);
                assertThat(ready(gateway)).contains("disk is unavailable since", "less than disk.reserve, 256 MB", "free space there");
                int held = device.confirmed().size();
                await().during(Duration.ofSeconds(1)).until(() -> device.confirmed().size() <= held + 1);
                assertThat(gateway.post("/api/v1/devices", token, Map.of("sn", "sn2", "type", "retail")).path("code").asInt()).isEqualTo(503);
                assertThat(gateway.get("/api/v1/devices", token).statusCode()).as("who reads goes on").isEqualTo(200);

                disk.free();

                await().atMost(PATIENCE).until(() -> gateway.get("/health", null).statusCode() == 200);
                await().atMost(PATIENCE).until(() -> device.confirmed().size() > held + 5);
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.read("/api/v1/devices/sn1/reports?limit=200", token)
                        .path("reports").findValuesAsText("report_id")).containsAll(device.confirmed()));
            }
        }
    }

    private static String ready(RunningGateway gateway) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.setting("management.port") + "/observe/health/ready");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
}
