package io.campanile.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of two gateways on one set of parts, as a process of its own, with the settings and routes of the working directory, on
 * free ports. Its admin's password is {@link #PASSWORD}. Ends with this process.
 */
public final class Node implements AutoCloseable {

    public static final String PASSWORD = "bench of two nodes";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> PARTS = List.of("mqtt.port", "kafka.port", "redis.port", "jdbc.port", "zookeeper.port");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path directory;
    private final List<ProcessHandle> orphans = new ArrayList<>();
    private final Thread atExit = new Thread(this::destroy);
    private Process process;

    private Node(Path directory, String id) {
        this.directory = directory;
        settings.put("node.id", id);
        settings.put("data.dir", directory.resolve("data").toString());
        settings.put("auth.admin.password", PASSWORD);
        for (String port : List.of("http.port", "management.port", "line.port")) {
            settings.put(port, String.valueOf(FreePorts.one()));
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** One that carries the parts. */
    public static Node first(Path directory) throws Exception {
        return first(directory, Map.of());
    }

    /** The same, with settings that are not as shipped. */
    public static Node first(Path directory, Map<String, String> settings) throws Exception {
        Node node = new Node(directory, "node-1");
        node.settings.putAll(settings);
        for (String part : PARTS) {
            node.settings.put(part, String.valueOf(FreePorts.one()));
        }
        return node.start();
    }

    /** One on the parts of another. */
    public static Node second(Path directory, Node first) throws Exception {
        return second(directory, first, Map.of());
    }

    /** The same, with settings that are not as shipped. */
    public static Node second(Path directory, Node first, Map<String, String> settings) throws Exception {
        Node node = new Node(directory, "node-2");
        node.settings.put("mqtt.broker-url", first.mqtt());
        node.settings.put("kafka.bootstrap-servers", "127.0.0.1:" + first.settings.get("kafka.port"));
        node.settings.put("redis.url", "redis://127.0.0.1:" + first.settings.get("redis.port"));
        node.settings.put("jdbc.url", first.jdbc());
        node.settings.put("zookeeper.connect", "127.0.0.1:" + first.settings.get("zookeeper.port"));
        node.settings.putAll(settings);
        return node.start();
    }

    private Node start() throws Exception {
        Files.createDirectories(directory.resolve("routes"));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path route : routes.toList()) {
                Files.copy(route, directory.resolve(route));
            }
        }
        Files.copy(Path.of("application.properties"), directory.resolve("application.properties"));
        return launch();
    }

    private Node launch() throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", classPath(), "io.campanile.Campanile"));
        process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile())).start();
        awaitReady();
        return this;
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws IllegalStateException when it does not in time, or has ended
     */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway does not become ready, see " + directory.resolve("output"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Ours, for a process that runs elsewhere. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
    }

    private boolean ready() throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(http("/health")).timeout(Duration.ofSeconds(2)).build(),
                    BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private URI http(String path) {
        return URI.create("http://127.0.0.1:" + settings.get("http.port") + path);
    }

    /** Where WebSocket clients connect. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + settings.get("http.port") + "/ws");
    }

    /** Where MQTT clients connect, of the node that carries the parts. */
    public String mqtt() {
        return "tcp://127.0.0.1:" + settings.get("mqtt.port");
    }

    /**
     * Calls its REST interface.
     *
     * @param token null for none
     */
    public JsonNode post(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, token, body);
    }

    /** Calls its REST interface. */
    public JsonNode put(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        return send("PUT", path, token, body);
    }

    private JsonNode send(String method, String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(http(path)).timeout(PATIENCE).method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return JSON.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }

    /** Calls its REST interface. @return nothing, or what is wrong */
    public JsonNode delete(String path, String token) throws IOException, InterruptedException {
        return send("DELETE", path, token, Map.of());
    }

    /** Reads by its REST interface. */
    public JsonNode get(String path, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(http(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /** The processor time that its process has used so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What its process has of the machine's memory, KB. */
    public long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    /** What lives on its heap after a full collection, KB. */
    public long liveHeapKb() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()), "GC.class_histogram").start();
        List<String> histogram = jcmd.inputReader().lines().toList();
        jcmd.waitFor();
        Files.write(directory.resolve("histogram"), histogram);
        return Long.parseLong(histogram.get(histogram.size() - 1).trim().split("\\s+")[2]) / 1024;
    }

    /** Where Kafka's clients connect, of the node that carries the parts. */
    public String kafka() {
        return "127.0.0.1:" + settings.get("kafka.port");
    }

    /** Where its flows are, and may be edited. */
    public Path routes() {
        return directory.resolve("routes");
    }

    /** Its metrics, as Prometheus reads them. */
    public String metrics() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + settings.get("management.port") + "/observe/metrics");
        return http.send(HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString()).body();
    }

    /** Where SQL clients connect, of the node that carries the parts. */
    public String jdbc() {
        return "jdbc:h2:tcp://127.0.0.1:" + settings.get("jdbc.port") + "/campanile";
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        orphans.addAll(process.descendants().toList());
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on the same data, once it was killed. */
    public void restart() throws Exception {
        launch();
    }

    /** {@code kill -9}, and starts it again on the same data. */
    public void killAndRestart() throws Exception {
        List<ProcessHandle> left = process.descendants().toList();
        process.destroyForcibly().waitFor();
        launch();
        // What it started in its first life and did not take over
        orphans.addAll(left);
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for the end of its process. */
    public int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** When this process is told to end, nobody waits. */
    private void destroy() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly();
        }
        orphans.forEach(ProcessHandle::destroy);
    }

    @Override
    public void close() throws InterruptedException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly().waitFor();
        }
        orphans.forEach(ProcessHandle::destroy);
    }
}
