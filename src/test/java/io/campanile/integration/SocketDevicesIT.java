package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device on the WebSocket of one node is commanded through the other, and is gone when its node is. */
@Tag("faults")
class SocketDevicesIT {

    @TempDir
    Path directory;

    @Test
    void aDeviceOfAnotherNodeIsReachedAndIsOfflineOnceThatNodeIsDead() throws Exception {
        try (RunningGateway first = RunningGateway.first(directory, Map.of()); RunningGateway second = RunningGateway.second(directory, first)) {
            String admin = first.token();
            String secret = first.register(admin, "ws-1", "retail");
            WebSocketPeer watcher = WebSocketPeer.connect(HttpClient.newHttpClient(), first.webSocket(), admin);
            watcher.ask("/api/device/subscribe", "{'sns':['ws-1']}");
            WebSocketPeer device = WebSocketPeer.connect(HttpClient.newHttpClient(), second.webSocket(), null);
            long now = System.currentTimeMillis();
            device.ask("/api/device/login", "{'sn':'ws-1','timestamp':" + now + ",'token':'" + DeviceToken.sign("ws-1", now, secret).token() + "'}");
            await().atMost(Duration.ofSeconds(20)).until(() -> first.read("/api/v1/devices/ws-1", admin).path("online").asBoolean());

            String id = first.post("/api/v1/devices/ws-1/commands", admin, Map.of("service", "s", "values", Map.of())).path("command_id").asText();
            assertThat(device.next().at("/values/command_id").asText()).isEqualTo(id);
            device.ask("/api/device/reply", "{'command_id':'" + id + "','code':0}");
            assertThat(next(watcher, "/push/device/reply").at("/values/command_id").asText()).isEqualTo(id);

            second.kill();
            await().atMost(Duration.ofSeconds(40)).until(() -> !first.read("/api/v1/devices/ws-1", admin).path("online").asBoolean());
            assertThat(next(watcher, "/push/device/presence").at("/values/online").asBoolean()).isFalse();
            watcher.close();
        }
    }

    /** The next push of the service; a device that came is told too, unless the watcher knew. */
    private static JsonNode next(WebSocketPeer watcher, String service) {
        JsonNode frame = watcher.next();
        while (!frame.path("service").asText().equals(service) || frame.at("/values/online").asBoolean()) {
            frame = watcher.next();
        }
        return frame;
    }
}
