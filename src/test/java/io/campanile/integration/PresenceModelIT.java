package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.LinePeer;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import io.campanile.integration.WatchingInstallation.Standing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Within a second after any of many random steps both nodes by REST, and two installations of a user, one on each node, by what
 * was pushed to them, tell the same of who is there, of what is unread and of what is read: that of a model which only counts.
 * One exception: who had their last connection stays there for the hold-down (PROTOCOL 6), so everybody has that much longer to
 * tell that they are gone. {@code -Dpresence.steps=1000} makes more steps.
 */
@Tag("faults")
class PresenceModelIT {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceModelIT.class);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int STEPS = Integer.getInteger("presence.steps", 150);
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration HOLD_DOWN = Duration.ofMillis(300);
    private static final List<String> USERS = List.of("ada", "bob", "carl", "dora");
    private static final String READER = "eve";
    /** They write, and are never there: who comes and goes would have to confirm what they get, or be closed with 4008. */
    private static final List<String> WRITERS = List.of("fay", "gus");

    @TempDir
    Path directory;
    private final Random random = new Random(8);
    private final Map<String, List<AutoCloseable>> connections = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final TreeMap<String, List<String>> said = new TreeMap<>();
    private final TreeMap<String, Long> readUpTo = new TreeMap<>();
    private final Map<String, List<Long>> taken = new TreeMap<>();
    private final List<String> late = new ArrayList<>();
    private RunningGateway first;
    private RunningGateway second;
    private List<WatchingInstallation> installations;
    private Duration bound;
    private int made;

    @Test
    void everybodyTellsTheSame() throws Exception {
        for (String node : List.of("", "second")) {
            Files.createDirectories(directory.resolve(node));
            Files.writeString(directory.resolve(node).resolve("application.properties"), Files.readString(Path.of("application.properties"))
                    .replace("presence.hold-down=2s", "presence.hold-down=" + HOLD_DOWN.toMillis() + "ms"));
        }
        try (RunningGateway one = RunningGateway.first(directory, Map.of()); RunningGateway other = RunningGateway.second(directory, one)) {
            first = one;
            second = other;
            arrive();
            try (WatchingInstallation phone = watch(first); WatchingInstallation desk = watch(second)) {
                installations = List.of(phone, desk);
                agree(Duration.ofSeconds(20));
                for (int step = 0; step < STEPS; step++) {
                    bound = BOUND;
                    String done = step();
                    long begun = System.nanoTime();
                    agree(Duration.ofSeconds(20));
                    note(step, done, Duration.ofNanos(System.nanoTime() - begun));
                }
            }
        }
        taken.forEach((kind, times) -> LOG.info("{}: {}", kind, summary(times)));
        assertThat(late).isEmpty();
    }

    private void arrive() {
        for (String user : List.of("ada", "bob", "carl", "dora", READER, "fay", "gus")) {
            first.post("/api/v1/users", null, Map.of("username", user, "password", RunningGateway.PASSWORD));
            tokens.put(user, first.post("/api/v1/sessions", null, Map.of("username", user, "password", RunningGateway.PASSWORD)).get("token").asText());
            connections.put(user, new ArrayList<>());
        }
        first.post("/api/v1/rooms", tokens.get(READER), Map.of("room_id", "hall", "members", WRITERS));
    }

    private WatchingInstallation watch(RunningGateway node) {
        return new WatchingInstallation(HTTP, URI.create(node.webSocket() + "?client_id=eve" + made++), READER, tokens.get(READER), USERS);
    }

    private String step() throws Exception {
        return switch (random.nextInt(4)) {
            case 0 -> say();
            case 1 -> said.isEmpty() ? say() : read();
            default -> comeOrGo(USERS.get(random.nextInt(USERS.size())));
        };
    }

    private String comeOrGo(String user) throws Exception {
        List<AutoCloseable> held = connections.get(user);
        RunningGateway node = anyNode();
        if (!held.isEmpty() && random.nextInt(2) == 0) {
            AutoCloseable gone = held.remove(random.nextInt(held.size()));
            gone.close();
            bound = held.isEmpty() ? BOUND.plus(HOLD_DOWN) : BOUND;
            return (held.isEmpty() ? "goes from " : "stays without ") + gone.getClass().getSimpleName();
        }
        String clientId = "c" + made++;
        boolean lines = held.stream().noneMatch(LinePeer.class::isInstance);
        switch (random.nextInt(lines ? 3 : 2)) {
            case 0 -> held.add(WebSocketPeer.connect(HTTP, URI.create(node.webSocket() + "?client_id=" + clientId), tokens.get(user)));
            case 1 -> held.add(MqttPeer.connect(first.mqtt(), user + "." + clientId, user, tokens.get(user)));
            default -> {
                LinePeer line = LinePeer.connect(node);
                held.add(line);
                assertThat(line.ask("login:" + user + ":" + RunningGateway.PASSWORD)).isEqualTo("ok:login");
            }
        }
        return "comes over " + held.get(held.size() - 1).getClass().getSimpleName();
    }

    private String say() {
        String user = WRITERS.get(random.nextInt(WRITERS.size()));
        boolean own = random.nextInt(4) == 0;
        boolean room = random.nextInt(3) == 0;
        String conversation = room ? "r:hall" : "u:" + READER + ":" + user;
        String sender = own ? READER : user;
        anyNode().post("/api/v1/messages", tokens.get(sender), Map.of(room ? "room_id" : "to", room ? "hall" : own ? user : READER, "type", "text", "content", "hello"));
        said.computeIfAbsent(conversation, none -> new ArrayList<>()).add(sender);
        readUpTo.putIfAbsent(conversation, 0L);
        return room ? "says in the room" : "says";
    }

    private String read() {
        String conversation = said.keySet().stream().skip(random.nextInt(said.size())).findFirst().orElseThrow();
        long seq = random.nextInt(said.get(conversation).size() + 1);
        boolean rest = random.nextBoolean();
        if (rest) {
            anyNode().post("/api/v1/conversations/" + conversation + "/read", tokens.get(READER), Map.of("seq", seq));
        } else {
            installations.get(random.nextInt(installations.size())).read(conversation, seq);
        }
        readUpTo.merge(conversation, seq, Math::max);
        return rest ? "reads by REST" : "reads on an installation";
    }

    private RunningGateway anyNode() {
        return random.nextBoolean() ? first : second;
    }

    private void agree(Duration patience) {
        Standing model = model();
        await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            for (WatchingInstallation installation : installations) {
                assertThat(installation.standing()).isEqualTo(model);
            }
            assertThat(rest(first)).isEqualTo(model);
            assertThat(rest(second)).isEqualTo(model);
            for (String user : USERS) {
                assertThat(second.read("/api/v1/users/" + user + "/presence", tokens.get(READER)).path("connections")).hasSameSizeAs(connections.get(user));
            }
        });
    }

    private Standing model() {
        Map<String, Boolean> there = new TreeMap<>();
        USERS.forEach(user -> there.put(user, !connections.get(user).isEmpty()));
        Map<String, Long> unread = new TreeMap<>();
        said.forEach((conversation, senders) -> {
            long count = senders.stream().skip(readUpTo.get(conversation)).filter(sender -> !sender.equals(READER)).count();
            if (count > 0) {
                unread.put(conversation, count);
            }
        });
        return new Standing(there, unread, new TreeMap<>(readUpTo));
    }

    private Standing rest(RunningGateway node) throws IOException {
        String token = tokens.get(READER);
        List<String> online = node.read("/api/v1/users/online", token).path("users").findValuesAsText("user_id");
        Map<String, Long> unread = new TreeMap<>();
        node.read("/api/v1/unread", token).path("conversations").fields().forEachRemaining(one -> unread.put(one.getKey(), one.getValue().asLong()));
        Map<String, Long> read = new TreeMap<>();
        for (JsonNode conversation : node.read("/api/v1/conversations", token).path("conversations")) {
            read.put(conversation.path("conversation_id").asText(), conversation.path("read_seq").asLong());
        }
        return new Standing(USERS.stream().collect(Collectors.toMap(user -> user, online::contains, (one, same) -> one, TreeMap::new)), unread, read);
    }

    private void note(int step, String done, Duration elapsed) {
        taken.computeIfAbsent(done, first -> new ArrayList<>()).add(elapsed.toMillis());
        if (elapsed.compareTo(bound) > 0) {
            late.add("step " + step + ", " + done + ": " + elapsed.toMillis() + " ms, bound " + bound.toMillis());
        }
    }

    private static String summary(List<Long> times) {
        LongSummaryStatistics all = times.stream().mapToLong(Long::longValue).summaryStatistics();
        long p50 = times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0L);
        return times.size() + " times, p50 " + p50 + " ms, at most " + all.getMax() + " ms";
    }
}
