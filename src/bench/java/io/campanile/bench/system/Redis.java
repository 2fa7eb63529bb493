package io.campanile.bench.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Debian's Redis, in a directory of its own, keeping what it has as the embedded one does: a journal, on disk each second. */
public final class Redis implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private Child process;

    private Redis(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * @param directory a new one
     * @throws NotInstalledException when it is not there
     */
    public static Redis start(Path directory) throws IOException, InterruptedException {
        Redis redis = new Redis(directory, FreePorts.one());
        Files.createDirectories(redis.data());
        redis.launch();
        return redis;
    }

    private void launch() throws IOException, InterruptedException {
        process = Child.start("Redis", directory.resolve("output"), Map.of(), List.of(Programs.require("redis-server", "redis-server"),
                "--bind", "127.0.0.1", "--port", String.valueOf(port), "--dir", data().toAbsolutePath().toString(),
                "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
        Programs.awaitPort(process, port, READY);
    }

    private Path data() {
        return directory.resolve("data");
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts it again on what it had written, once it was killed. */
    public void restart() throws IOException, InterruptedException {
        launch();
    }

    /** Takes away all that it holds, while it runs. */
    public void wipe() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port); InputStream answer = socket.getInputStream()) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            if (answer.read() != '+') {
                throw new IOException("Redis refuses to be wiped");
            }
        }
    }

    /** Kills it, and starts it again as it was when the time began. */
    public void replaceByCopyOf(Duration earlier) throws IOException, InterruptedException {
        Path copy = directory.resolve("copy");
        copy(data(), copy);
        Thread.sleep(earlier.toMillis());
        kill();
        delete(data());
        Files.move(copy, data());
        launch();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
