package io.campanile.bench.room;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Issuer;
import io.campanile.bench.system.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Two nodes, everybody, and the rooms that are made for them. */
final class Hall implements AutoCloseable {

    /** A request may have 64 KiB. */
    private static final int MADE_AT_ONCE = 6_000;
    private static final int ADDED_AT_A_TIME = 16;

    final Crowd crowd;
    final List<Node> nodes;
    private final Issuer issuer = new Issuer();

    Hall(Path directory, Plan plan) throws Exception {
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.put("room.large", String.valueOf(plan.large()));
        Node first = Node.first(Files.createDirectories(directory.resolve("first")), settings);
        nodes = List.of(first, Node.second(Files.createDirectories(directory.resolve("second")), first, settings));
        crowd = new Crowd(plan, nodes, issuer);
    }

    /** The first of them owns it. */
    void make(String roomId, int members) throws Exception {
        String owner = crowd.all.get(0).token;
        List<String> first = IntStream.range(0, Math.min(members, MADE_AT_ONCE)).mapToObj(Member::name).toList();
        JsonNode made = nodes.get(0).post("/api/v1/rooms", owner, Map.of("room_id", roomId, "open", true, "members", first));
        require(made, first.size());
        ExecutorService adding = Executors.newFixedThreadPool(ADDED_AT_A_TIME);
        try {
            for (Future<JsonNode> added : adding.invokeAll(IntStream.range(first.size(), members).<Callable<JsonNode>>mapToObj(number ->
                    () -> nodes.get(number % 2).put("/api/v1/rooms/" + roomId + "/members/" + Member.name(number), owner, Map.of())).toList())) {
                if (!added.get().has("count")) {
                    throw new IllegalStateException("a member was not added: " + added.get());
                }
            }
        } finally {
            adding.shutdownNow();
        }
        require(nodes.get(0).get("/api/v1/rooms/" + roomId + "?limit=1", owner), members);
    }

    private static void require(JsonNode room, int members) {
        if (room.path("count").asInt() != members) {
            throw new IllegalStateException("a room of " + members + " was answered " + room);
        }
    }

    /** A token of the admin. */
    String admin() throws Exception {
        return nodes.get(0).post("/api/v1/sessions", null, Map.of("username", "admin", "password", Node.PASSWORD)).path("token").asText();
    }

    @Override
    public void close() throws InterruptedException {
        crowd.close();
        nodes.get(1).close();
        nodes.get(0).close();
        issuer.close();
    }
}
