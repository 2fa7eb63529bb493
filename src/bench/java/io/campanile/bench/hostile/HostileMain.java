package io.campanile.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Prints what 50 well-behaved clients notice of each attack: the median of some runs, each beside a calm one. */
public final class HostileMain {

    private static final String WELL_BEHAVED = "127.0.0.3";
    /** ms. Below it, on one machine for all, the scheduler decides and not the gateway. */
    private static final double UNNOTICED = 1.0;
    private static final double UNNOTICED_SHARE = 0.2;
    private static final long WARM_UP_MS = 500;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String rest;

    private HostileMain(int port) {
        rest = "http://127.0.0.1:" + port + "/api/v1";
    }

    /**
     * Arguments, each {@code key=value}: password=, http=8080, mqtt=1883, runs=3, seconds=5, only= a part of the names, cores=
     * those for the attackers alone, when the gateway and this process were started on others (taskset).
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("http", "8080", "mqtt", "1883", "runs", "3", "seconds", "5", "only", "", "cores", ""));
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            given.put(pair[0], pair[1]);
        }
        HostileMain main = new HostileMain(Integer.parseInt(given.get("http")));
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
        List<Attack> attacks = Attacks.all(target, revoked).stream().filter(attack -> attack.name().contains(given.get("only"))).toList();
        try (Crowd crowd = new Crowd(target, WELL_BEHAVED); Attackers attackers = new Attackers(target, revoked, given.get("cores"))) {
            table(crowd, attackers, attacks, Integer.parseInt(given.get("runs")), 1000L * Integer.parseInt(given.get("seconds")));
        }
        System.exit(0);
    }

    private static void table(Crowd crowd, Attackers attackers, List<Attack> attacks, int runs, long window) throws Exception {
        warmUp(crowd, attackers, attacks);
        System.out.printf("%-50s %10s %12s %7s%n", "p99 of 50 clients, ms", "calm", "under attack", "");
        for (Attack attack : attacks) {
            double[] calm = new double[runs];
            double[] attacked = new double[runs];
            for (int run = 0; run < runs; run++) {
                calm[run] = crowd.p99(window);
                attackers.begin(attack);
                attacked[run] = crowd.p99(Math.max(window, attack.seconds() * 1000L));
                attackers.end();
            }
            double before = median(calm);
            double meanwhile = median(attacked);
            boolean unnoticed = meanwhile < before * (1 + UNNOTICED_SHARE) || meanwhile < before + UNNOTICED;
            System.out.printf("%-50s %10.2f %12.2f %6.0f%% %s%n", attack.name(), before, meanwhile,
                    100 * (meanwhile / before - 1), unnoticed ? "" : "noticed");
        }
    }

    /** What happens for the first time is compiled meanwhile, at the gateway and here. */
    private static void warmUp(Crowd crowd, Attackers attackers, List<Attack> attacks) throws Exception {
        for (Attack attack : attacks) {
            attackers.begin(attack);
            crowd.p99(WARM_UP_MS);
            attackers.end();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
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
