package io.campanile.bench.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Two nodes and the houses on them. Whose connection breaks comes back. */
final class Town implements AutoCloseable {

    private static final String USERS_PASSWORD = "a resident of the bench";
    private static final int MOVERS = 4;
    private static final long LOOK_MS = 500;

    private final Node first;
    private final Node second;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<House> houses = new ArrayList<>();
    private String admin;

    Town(Node first, Node second) {
        this.first = first;
        this.second = second;
    }

    /** Registers everybody and connects them; a few at a time, since a password costs a core. */
    Town settle(int count, int doors) throws Exception {
        admin = first.post("/api/v1/sessions", null, Map.of("username", "admin", "password", Node.PASSWORD)).path("token").asText();
        ExecutorService movers = Executors.newFixedThreadPool(MOVERS);
        try {
            for (Future<House> house : movers.invokeAll(IntStream.range(0, count)
                    .<Callable<House>>mapToObj(i -> () -> house(String.valueOf(101 + i), doors)).toList())) {
                houses.add(house.get());
            }
            return this;
        } finally {
            movers.shutdownNow();
        }
    }

    private House house(String number, int count) throws Exception {
        List<MqttParty> doors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String sn = "door-" + number + "-" + i;
            JsonNode device = first.post("/api/v1/devices", admin, Map.of("sn", sn, "type", "retail"));
            doors.add(MqttParty.door(sn, device.path("secret").asText(), first));
        }
        String[] tokens = {token("ann-" + number), token("bob-" + number), token("cid-" + number)};
        List<Party> residents = List.of(
                new SocketResident("ann-" + number, tokens[0], List.of(first, second), http),
                MqttParty.resident("bob-" + number, tokens[1], first),
                new RestResident("cid-" + number, tokens[2], List.of(second, first), List.of(second, first), http));
        first.put("/api/v1/households/" + number, admin, Map.of("devices", doors.stream().map(Party::id).toList(),
                "residents", residents.stream().map(resident -> Map.of("user_id", resident.id())).toList()));
        House house = new House(number, doors, residents);
        for (Party party : house.parties().toList()) {
            party.connect();
        }
        return house;
    }

    private String token(String user) throws Exception {
        Map<String, String> credentials = Map.of("username", user, "password", USERS_PASSWORD);
        first.post("/api/v1/users", admin, credentials);
        JsonNode session = first.post("/api/v1/sessions", null, credentials);
        if (!session.has("token")) {
            throw new IllegalStateException(user + " cannot sign in: " + session);
        }
        return session.path("token").asText();
    }

    /** Looks from now on whether everybody is connected. */
    void keepConnected(ScheduledExecutorService scheduler) {
        List<Party> all = houses.stream().flatMap(House::parties).toList();
        IntStream.range(0, all.size()).forEach(i -> scheduler.scheduleWithFixedDelay(() -> {
            try {
                all.get(i).connect();
            } catch (Exception e) {
                // A node is away: that is what is being tried out
            }
        }, i * LOOK_MS / all.size(), LOOK_MS, TimeUnit.MILLISECONDS));
    }

    List<House> houses() {
        return houses;
    }

    Node node(int number) {
        return number % 2 == 0 ? first : second;
    }

    /** As an admin, by either node. */
    JsonNode post(int node, String path, Map<String, ?> body) throws Exception {
        return node(node).post(path, admin, body);
    }

    /** As an admin, by the node that is there. */
    JsonNode call(String callId) throws Exception {
        return first.get("/api/v1/calls/" + callId, admin);
    }

    @Override
    public void close() {
        houses.stream().flatMap(House::parties).forEach(Party::close);
    }
}
