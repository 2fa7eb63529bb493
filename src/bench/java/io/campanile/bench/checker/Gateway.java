package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's REST interface, for an admin: any of its nodes will do, and a call is repeated, the next time at the
 * next node, while the gateway is away. Thread-safe.
 */
final class Gateway {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST = Duration.ofSeconds(15);
    /** PROTOCOL 1: repeat it. 502 and 504 are a load balancer's. */
    private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);

    private final List<URI> nodes;
    private final String user;
    private final String password;
    private final Duration patience;
    private final HttpClient http;
    private volatile String token;

    /** @param patience for how long a call is repeated while the gateway is away */
    Gateway(List<URI> nodes, String user, String password, Duration patience, HttpClient http) {
        this.nodes = nodes;
        this.user = user;
        this.password = password;
        this.patience = patience;
        this.http = http;
    }

    /** Gets a new token. */
    void signIn() throws InterruptedException {
        Answer answer = exchange("POST", "/api/v1/sessions", Map.of("username", user, "password", password), false);
        token = answer.require(200).path("token").asText();
    }

    String token() {
        return token;
    }

    List<URI> nodes() {
        return nodes;
    }

    /** @return the device's secret; a new one when an earlier attempt had registered it, unheard */
    String register(String sn, String type) throws InterruptedException {
        Answer answer = exchange("POST", "/api/v1/devices", Map.of("sn", sn, "type", type), true);
        if (answer.status == 409) {
            answer = exchange("POST", "/api/v1/devices/" + sn + "/secret", null, true);
            return answer.json.path("secret").asText();
        }
        return answer.require(201).path("secret").asText();
    }

    /** @throws IllegalStateException when the answer is not 200 */
    JsonNode get(String path) throws InterruptedException {
        return exchange("GET", path, null, true).require(200);
    }

    private Answer exchange(String method, String path, Object body, boolean signed) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Backoff backoff = new Backoff();
        boolean renewed = !signed;
        for (int attempt = 0; ; attempt++) {
            URI uri = nodes.get(attempt % nodes.size()).resolve(path);
            String trouble;
            try {
                Answer answer = once(method, uri, body, signed);
                if (answer.status == 401 && !renewed) {
                    renewed = true;
                    signIn();
                    continue;
                }
                if (!AWAY.contains(answer.status)) {
                    return answer;
                }
                trouble = "it answered " + answer.status;
            } catch (IOException e) {
                trouble = e.toString();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway stayed away for " + patience.toSeconds() + " s: " + method
                        + " " + uri + ", " + trouble);
            }
            TimeUnit.MILLISECONDS.sleep(backoff.nextMs());
        }
    }

    private Answer once(String method, URI uri, Object body, boolean signed) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(REQUEST)
                .header("Content-Type", "application/json")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (signed) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(method + " " + uri, response.statusCode(), JSON.readTree(response.body()));
    }

    private record Answer(String request, int status, JsonNode json) {
        JsonNode require(int expected) {
            if (status != expected) {
                throw new IllegalStateException(request + " was answered " + status + ": " + json.path("msg").asText());
            }
            return json;
        }
    }
}
