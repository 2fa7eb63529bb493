package io.campanile.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The gateway as it is shipped, standalone, in a process of its own with data of its own; what is set otherwise is named. */
public final class Gateway implements Subject {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(90);
    /** It has no time for the moment: one asks again. */
    private static final int OVERLOADED = 503;
    private static final int PATIENCE_SECONDS = 30;
    private static final String PASSWORD = "bench-" + Long.toString(System.nanoTime(), 36);
    private static final List<String> PORTS = List.of("http.port", "management.port", "mqtt.port", "line.port");

    private final Child process;
    private final Map<String, String> properties;
    private final HttpClient http = HttpClient.newHttpClient();
    private Duration start;
    private String token;

    private Gateway(Child process, Map<String, String> properties) {
        this.process = process;
        this.properties = properties;
    }

    /**
     * Starts it on free ports, waits until it is ready, and signs in as its admin.
     *
     * @param classPath what is packaged: the product and its libraries, nothing of the tests
     * @param directory a new one
     * @param options   options of the JVM besides those that every system has
     * @param settings  properties that are not as shipped
     */
    public static Gateway start(String classPath, Path directory, List<String> options, Map<String, String> settings)
            throws IOException, InterruptedException {
        Map<String, String> properties = new LinkedHashMap<>(settings);
        PORTS.forEach(port -> properties.put(port, String.valueOf(FreePorts.one())));
        properties.put("data.dir", directory.resolve("data").toString());
        List<String> own = new ArrayList<>(options);
        properties.forEach((key, value) -> own.add("-D" + key + "=" + value));
        Child process = Child.start("Campanile", directory.resolve("gateway.out"), Map.of("AUTH_ADMIN_PASSWORD", PASSWORD),
                Jvm.command(classPath, own, "io.campanile.Campanile"));
        Gateway gateway = new Gateway(process, properties);
        try {
            gateway.start = process.await(gateway::ready, READY);
            gateway.token = gateway.post("/api/v1/sessions", Map.of("username", "admin", "password", PASSWORD)).path("token").asText();
        } catch (IOException | IllegalStateException e) {
            process.close();
            throw e;
        }
        return gateway;
    }

    private boolean ready() {
        try {
            return http.send(HttpRequest.newBuilder(address("/health")).timeout(Duration.ofSeconds(2)).build(),
                    BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Calls its REST interface as the admin. */
    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return call("POST", path, token, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /** Calls its REST interface as the admin. */
    public JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return call("PUT", path, token, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /** Reads by its REST interface as the admin. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return get(path, token);
    }

    /** Reads by its REST interface as who has that token. */
    public JsonNode get(String path, String reader) throws IOException, InterruptedException {
        return call("GET", path, reader, BodyPublishers.noBody());
    }

    private JsonNode call(String method, String path, String bearer, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/json").method(method, body);
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        for (int i = 0; i < PATIENCE_SECONDS && answer.statusCode() == OVERLOADED; i++) {
            TimeUnit.SECONDS.sleep(1);
            answer = http.send(request.build(), BodyHandlers.ofString());
        }
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port("http.port") + path);
    }

    /** @param property such as {@code mqtt.port} */
    public int port(String property) {
        return Integer.parseInt(properties.get(property));
    }

    /** @return the admin's */
    public String token() {
        return token;
    }

    /** @return from its launch until it said that it was ready */
    public Duration startTime() {
        return start;
    }

    @Override
    public String name() {
        return "Campanile";
    }

    @Override
    public Child process() {
        return process;
    }
}
