package io.campanile.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prints what 50 well-behaved clients notice of each attack. Calm and attacked windows take turns, in the same processes, and the
 * latencies of each kind are pooled; beside the rise stands by how much calm windows differ from calm ones.
 */
public final class HostileMain {

    private static final String WELL_BEHAVED = "127.0.0.3";
    private static final double UNNOTICED = 0.2;
    private static final long WARM_UP_MS = 3_000;
    private static final int FEWEST_ROUNDS = 2;
    /** For which nothing is measured after an attack has begun or ended. */
    private static final long SETTLING_MS = 300;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String rest;
    private final ProcessHandle gateway;
    private final Latencies allCalm = new Latencies();
    private final Latencies allAttacked = new Latencies();
    private Attackers attackers;

    private HostileMain(int port, long pid) {
        rest = "http://127.0.0.1:" + port + "/api/v1";
        gateway = ProcessHandle.of(pid).orElseThrow();
    }

    /**
     * Arguments, each {@code key=value}: password=, pid= the gateway's process, http=8080, mqtt=1883, rounds=6, seconds=2 a window,
     * only= parts of names with a | between, cores= those for the attackers alone, when the gateway and this process were started on
     * others (taskset).
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("http", "8080", "mqtt", "1883", "rounds", "6", "seconds", "2", "only", "", "cores", ""));
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            given.put(pair[0], pair[1]);
        }
        HostileMain main = new HostileMain(Integer.parseInt(given.get("http")), Long.parseLong(given.get("pid")));
        String credentials = "{\"username\":\"admin\",\"password\":\"" + given.get("password") + "\"}";
        String token = main.send("POST", "/sessions", null, credentials).get("token").asText();
        String revoked = main.send("POST", "/sessions", null, credentials).get("token").asText();
        main.send("DELETE", "/sessions/current", revoked, "");
        String unique = Long.toString(System.currentTimeMillis(), 36);
        String user = "{\"username\":\"mallory-" + unique + "\",\"password\":\"" + UUID.randomUUID() + "\"}";
        main.send("POST", "/users", token, user);
        String userToken = main.send("POST", "/sessions", null, user).get("token").asText();
        String sn = "hostile-" + unique;
        String secret = main.send("POST", "/devices", token, "{\"sn\":\"" + sn + "\",\"type\":\"retail\"}").get("secret").asText();
        Target target = new Target(Integer.parseInt(given.get("http")), Integer.parseInt(given.get("mqtt")), token, userToken, null,
                sn, secret);
        List<String> only = List.of(given.get("only").split("\\|"));
        List<Attack> attacks = Stream.concat(Controls.all().stream(), Attacks.all(target, revoked).stream())
                .filter(attack -> only.stream().anyMatch(attack.name()::contains)).toList();
        try (Crowd crowd = new Crowd(target, WELL_BEHAVED); Attackers attackers = new Attackers(target, revoked, given.get("cores"))) {
            main.attackers = attackers;
            main.table(crowd, attacks, Integer.parseInt(given.get("rounds")), 1000L * Integer.parseInt(given.get("seconds")));
        }
        System.exit(0);
    }

    private void table(Crowd crowd, List<Attack> attacks, int rounds, long window) throws Exception {
        for (Attack attack : attacks) {
            warmUp(crowd, attack);
        }
        System.out.printf("%-50s %9s %9s %8s %8s %15s %8s%n", "p99 of 50 clients, ms", "calm", "attacked", "rise", "noise",
                "gateway, cores", "others");
        int within = 0;
        for (Attack attack : attacks) {
            warmUp(crowd, attack);
            long lasting = Math.max(window, attack.seconds() * 1000L);
            within += row(crowd, attack, Math.max(FEWEST_ROUNDS, (int) (rounds * window / lasting)), lasting) ? 1 : 0;
        }
        System.out.printf("%d of %d rise by less than %.0f%%%n", within, attacks.size(), 100 * UNNOTICED);
        System.out.printf("%-50s %9.2f %9.2f %7.0f%% %7.0f%%%n", "all attacks, pooled", allCalm.p99(), allAttacked.p99(),
                100 * (allAttacked.p99() / allCalm.p99() - 1), 100 * allCalm.noise());
    }

    /** What happens for the first time is compiled meanwhile, at the gateway and here. */
    private void warmUp(Crowd crowd, Attack attack) throws Exception {
        attackers.begin(attack);
        crowd.latencies(WARM_UP_MS);
        attackers.end();
    }

    /** @return whether it stays within what is wanted */
    private boolean row(Crowd crowd, Attack attack, int rounds, long window) throws Exception {
        Latencies calm = new Latencies();
        Latencies attacked = new Latencies();
        List<ProcessHandle> ours = List.of(ProcessHandle.current(), attackers.process());
        Usage whenCalm = new Usage(gateway, ours);
        Usage whenAttacked = new Usage(gateway, ours);
        for (int round = 0; round < rounds; round++) {
            TimeUnit.MILLISECONDS.sleep(SETTLING_MS);
            whenCalm.from();
            calm.add(crowd.latencies(window));
            whenCalm.to();
            attackers.begin(attack);
            TimeUnit.MILLISECONDS.sleep(SETTLING_MS);
            whenAttacked.from();
            attacked.add(crowd.latencies(window));
            whenAttacked.to();
            attackers.end();
        }
        if (!Controls.includes(attack)) {
            allCalm.add(calm);
            allAttacked.add(attacked);
        }
        double rise = attacked.p99() / calm.p99() - 1;
        System.out.printf("%-50s %9.2f %9.2f %7.0f%% %7.0f%% %7.2f %7.2f %8.2f%s%n", attack.name(), calm.p99(), attacked.p99(),
                100 * rise, 100 * calm.noise(), whenCalm.gatewayCores(), whenAttacked.gatewayCores(),
                Math.max(whenCalm.otherCores(), whenAttacked.otherCores()), rise < UNNOTICED ? "" : "  noticed");
        return rise < UNNOTICED;
    }

    private JsonNode send(String method, String path, String token, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(rest + path)).header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return json.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }
}
