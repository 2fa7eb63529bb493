package io.campanile.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Gives commands, one after the other, each repeated with its request_id until the gateway has answered it. */
final class Giver {

    private static final int SHORT_MS = 1_500;
    private static final long PAUSE_MS = 200;
    private static final long PATIENCE_S = 300;

    private final Node gateway;
    private final Random random;
    private final long waitsMs;
    private final List<Given> given = new ArrayList<>();
    private final Map<String, Integer> orders = new HashMap<>();

    /** @param waitsMs for how long those that are not brief wait for their device */
    Giver(Node gateway, long waitsMs, long seed) {
        this.gateway = gateway;
        this.waitsMs = waitsMs;
        this.random = new Random(seed);
    }

    void give(String token, Device device) throws InterruptedException {
        long expiresIn = random.nextInt(5) == 0 ? SHORT_MS + random.nextInt(3_000) : waitsMs;
        boolean supersedes = random.nextInt(8) == 0;
        String service = "s" + random.nextInt(3);
        Map<String, ?> body = Map.of("service", service, "values", Map.of("n", given.size()), "expires_in", expiresIn,
                "supersedes", supersedes, "request_id", "r" + given.size());
        String id = repeated("/api/v1/devices/" + device.sn() + "/commands", token, body).path("command_id").asText();
        given.add(new Given(id, device.sn(), service, orders.merge(device.sn(), 1, Integer::sum), supersedes));
    }

    private JsonNode repeated(String path, String token, Map<String, ?> body) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < deadline) {
            try {
                JsonNode answer = gateway.post(path, token, body);
                if (answer.has("command_id")) {
                    return answer;
                }
                if (answer.path("code").asInt() != 503) {
                    throw new IllegalStateException(path + " was answered " + answer);
                }
            } catch (IOException e) {
                // It was killed: that is what is being tried out
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        throw new IllegalStateException("the gateway stayed away for " + PATIENCE_S + " s");
    }

    List<Given> given() {
        return given;
    }
}
