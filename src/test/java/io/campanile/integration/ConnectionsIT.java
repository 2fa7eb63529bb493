package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RoamingClient;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.RunningParts;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connections of two nodes as a service sees them (PROTOCOL 5 and 11). */
@Tag("faults")
class ConnectionsIT {

    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void allNodesTellOfAllAndAnInstallationHasOneWhereverItIs() throws Exception {
        try (RunningParts parts = RunningParts.start(directory.resolve("parts"), Map.of());
             RunningGateway first = RunningGateway.node(directory.resolve("first"), "node-1", parts.settings());
             RunningGateway second = RunningGateway.node(directory.resolve("second"), "node-2", parts.settings())) {
            String token = first.token();
            first.register(token, "sn1", "retail");
            HttpClient http = HttpClient.newHttpClient();

            RoamingClient older = client(http, first.webSocket(), "phone", token);
            await().until(() -> connections(second, token).size() == 1);
            JsonNode entry = connections(second, token).get(0);
            assertThat(entry.fieldNames()).toIterable().containsExactly("connection_id", "user_id", "client_id", "transport", "node",
                    "state", "address", "since", "last_activity");
            assertThat(entry.path("node").asText()).isEqualTo("node-1");
            assertThat(entry.path("transport").asText()).isEqualTo("websocket");
            assertThat(connections(first, token).get(0).path("state").asText()).as("it has subscribed").isEqualTo("active");

            RoamingClient newer = client(http, second.webSocket(), "phone", token);
            await().until(() -> older.closeCodes().contains(4001));
            await().until(() -> connections(first, token).size() == 1);
            assertThat(connections(first, token).get(0).path("node").asText()).isEqualTo("node-2");
            assertThat(newer.closeCodes()).isEmpty();

            RoamingClient other = client(http, first.webSocket(), "tablet", token);
            await().until(() -> connections(second, token).size() == 2);
            assertThat(first.read("/api/v1/connections?limit=1", token).path("has_more").asBoolean()).isTrue();
            second.kill();
            await().atMost(LEASE.plusSeconds(2)).until(() -> connections(first, token).size() == 1);
            assertThat(other.closeCodes()).isEmpty();
        }
    }

    private static RoamingClient client(HttpClient http, URI node, String clientId, String token) {
        RoamingClient client = new RoamingClient(http, List.of(node), clientId, token, "sn1").connect();
        await().until(client::isSubscribed);
        return client;
    }

    private static JsonNode connections(RunningGateway node, String token) {
        return node.read("/api/v1/connections?user=admin", token).path("connections");
    }
}
