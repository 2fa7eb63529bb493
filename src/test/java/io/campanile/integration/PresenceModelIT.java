package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.LinePeer;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After any of many random steps both nodes, by REST and by what they push, tell the same of everybody: that of a model which
 * only counts connections. {@code -Dpresence.steps=1000} makes more steps.
 */
@Tag("faults")
class PresenceModelIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int STEPS = Integer.getInteger("presence.steps", 150);
    private static final List<String> USERS = List.of("ada", "bob", "carl", "dora");

    @TempDir
    Path directory;
    private final Random random = new Random(8);
    private final Map<String, List<AutoCloseable>> connections = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private int made;

    @Test
    void everybodyTellsTheSame() throws Exception {
        for (String node : List.of("", "second")) {
            Files.createDirectories(directory.resolve(node));
            Files.writeString(directory.resolve(node).resolve("application.properties"),
                    Files.readString(Path.of("application.properties")).replace("presence.hold-down=2s", "presence.hold-down=300ms"));
        }
        try (RunningGateway first = RunningGateway.first(directory, Map.of()); RunningGateway second = RunningGateway.second(directory, first)) {
            for (String user : USERS) {
                first.post("/api/v1/users", null, Map.of("username", user, "password", RunningGateway.PASSWORD));
                tokens.put(user, first.post("/api/v1/sessions", null, Map.of("username", user, "password", RunningGateway.PASSWORD)).get("token").asText());
                connections.put(user, new ArrayList<>());
            }
            String admin = first.token();
            Map<String, Boolean> toldByFirst = watch(first, admin);
            Map<String, Boolean> toldBySecond = watch(second, admin);

            for (int step = 0; step < STEPS; step++) {
                String user = USERS.get(random.nextInt(USERS.size()));
                String done = step(user, random.nextBoolean() ? first : second, first);
                Map<String, Boolean> model = new TreeMap<>();
                connections.forEach((name, held) -> model.put(name, !held.isEmpty()));
                await("step " + step + ": " + user + " " + done).atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
                    assertThat(toldByFirst).isEqualTo(model);
                    assertThat(toldBySecond).isEqualTo(model);
                    assertThat(read(first, admin)).isEqualTo(model);
                    assertThat(read(second, admin)).isEqualTo(model);
                    assertThat(connections(second, admin, user)).isEqualTo(connections.get(user).size());
                });
            }
        }
    }

    private String step(String user, RunningGateway node, RunningGateway broker) throws Exception {
        List<AutoCloseable> held = connections.get(user);
        if (!held.isEmpty() && random.nextInt(2) == 0) {
            held.remove(random.nextInt(held.size())).close();
            return "goes";
        }
        String clientId = "c" + made++;
        boolean lines = held.stream().noneMatch(LinePeer.class::isInstance);
        switch (random.nextInt(lines ? 3 : 2)) {
            case 0 -> held.add(WebSocketPeer.connect(HTTP, URI.create(node.webSocket() + "?client_id=" + clientId), tokens.get(user)));
            case 1 -> held.add(MqttPeer.connect(broker.mqtt(), user + "." + clientId, user, tokens.get(user)));
            default -> {
                LinePeer line = LinePeer.connect(node);
                held.add(line);
                assertThat(line.ask("login:" + user + ":" + RunningGateway.PASSWORD)).isEqualTo("ok:login");
            }
        }
        return "comes over " + held.get(held.size() - 1).getClass().getSimpleName();
    }

    /** What a watcher on the node was told last. */
    private static Map<String, Boolean> watch(RunningGateway node, String token) {
        Map<String, Boolean> told = new ConcurrentHashMap<>();
        WebSocketPeer watcher = WebSocketPeer.connect(HTTP, node.webSocket(), token);
        watcher.ask("/api/presence/subscribe", "{'user_ids':['" + String.join("','", USERS) + "']}").at("/values/presence")
                .forEach(presence -> told.put(presence.path("user_id").asText(), presence.path("available").asBoolean()));
        Thread reading = new Thread(() -> {
            while (true) {
                try {
                    JsonNode values = watcher.next().path("values");
                    told.put(values.path("user_id").asText(), values.path("available").asBoolean());
                } catch (AssertionError nothingNew) {
                    continue;
                }
            }
        });
        reading.setDaemon(true);
        reading.start();
        return told;
    }

    private static Map<String, Boolean> read(RunningGateway node, String token) {
        List<String> online = node.read("/api/v1/users/online", token).path("users").findValuesAsText("user_id");
        Map<String, Boolean> there = new TreeMap<>();
        USERS.forEach(user -> there.put(user, online.contains(user)));
        return there;
    }

    private static int connections(RunningGateway node, String token, String user) {
        return node.read("/api/v1/users/" + user + "/presence", token).path("connections").size();
    }
}
