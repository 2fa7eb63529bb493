package io.campanile.bench.checker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway process that can be started, killed and started again. Thread-safe. */
final class Node {

    private static final long POLL_MS = 100;
    private static final long STOP_SECONDS = 40;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final URI health;
    private final Path output;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    /** What this process started in turn, and left behind when it was killed. */
    private final List<ProcessHandle> orphans = new ArrayList<>();
    private Process process;

    /** @param output a file to which all its lives write, one after the other */
    Node(String name, List<String> command, Map<String, String> environment, URI health, Path output) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.health = health;
        this.output = output;
    }

    synchronized void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Kills the process as {@code kill -9} does, leaves its children alive, and starts it again at once. */
    synchronized void restart() throws IOException, InterruptedException {
        process.descendants().forEach(orphans::add);
        process.destroyForcibly().waitFor();
        start();
    }

    /**
     * Waits until it answers its health check with 200.
     *
     * @throws IllegalStateException when it does not in time, or ends instead
     */
    void awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!ready()) {
            if (!alive()) {
                throw new IllegalStateException(this + " ended by itself, see " + output);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(this + " was not ready within " + atMost.toSeconds() + " s, see " + output);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build(),
                    BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    /** Ends it in good order, or else by force, and whatever its killed lives left behind. */
    synchronized void stop() throws InterruptedException {
        if (process != null) {
            process.descendants().forEach(orphans::add);
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        orphans.forEach(ProcessHandle::destroy);
    }

    @Override
    public String toString() {
        return name;
    }
}
