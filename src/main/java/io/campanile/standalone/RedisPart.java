package io.campanile.standalone;

import io.campanile.settings.SettingException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * Redis, a native child process. It outlives a kill -9 of ours, so each start first ends the one that still serves our
 * directory. Where the packaged binary cannot run, {@code redis-server} on the PATH is used. Not thread-safe.
 */
final class RedisPart implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(RedisPart.class);
    private static final Pattern PROCESS_ID = Pattern.compile("process_id:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path directory;
    private final int port;
    private String address;
    private volatile ProcessHandle process;
    private volatile boolean stopping;

    /** @param port 0 takes a free one */
    RedisPart(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public String setting() {
        return "redis.url";
    }

    @Override
    public String start() throws Exception {
        Files.createDirectories(directory);
        endOrphan();
        int claimed = Ports.claim("redis.port", port);
        launch(claimed);
        Files.writeString(portFile(), String.valueOf(claimed));
        address = "redis://127.0.0.1:" + claimed;
        return address;
    }

    /**
     * The library brings the binary; the process is ours, because its {@code RedisServer} ends Redis as soon as the JVM
     * begins to shut down, while flows still finish what they hold.
     */
    private void launch(int claimed) throws IOException {
        List<String> options = List.of("--port", String.valueOf(claimed), "--bind", "127.0.0.1", "--dir", directory.toString(),
                "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--daemonize", "no");
        try {
            // The library asks the operating system what it is by a process too
            await(Ports.spawn(() -> begin(ExecutableProvider.newJarResourceProvider(directory.toFile()), options)), claimed);
        } catch (IOException | RuntimeException packaged) {
            LOG.info("The packaged Redis does not run here ({}); trying redis-server on the PATH", packaged.getMessage());
            try {
                await(Ports.spawn(() -> begin(ExecutableProvider.newExecutableInPath("redis-server"), options)), claimed);
            } catch (IOException | RuntimeException onPath) {
                throw new SettingException("Redis does not start here (" + packaged.getMessage()
                        + "): install redis-server, or set redis.url to one that runs", packaged);
            }
        }
        watch(claimed);
    }

    private Process begin(ExecutableProvider executable, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable.get().getAbsolutePath()));
        command.addAll(options);
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile()).start();
    }

    /** Until it serves: after a kill it first reads its file, and answers with an error meanwhile. */
    private void await(Process started, int claimed) {
        process = started.toHandle();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                on(claimed, RedisCommands::ping);
                return;
            } catch (RedisException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    started.destroy();
                    throw new IllegalStateException("see " + directory.resolve("redis.log"), e);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    /** Starts it again, on the same port, when it dies alone (PROTOCOL 11). */
    private void watch(int claimed) {
        process.onExit().thenRun(() -> {
            if (!stopping) {
                LOG.warn("Redis died alone and is started again");
                try {
                    launch(claimed);
                } catch (IOException | RuntimeException e) {
                    LOG.error("Redis could not be started again", e);
                }
            }
        });
    }

    private Path portFile() {
        return directory.resolve("port");
    }

    private void endOrphan() throws Exception {
        if (!Files.exists(portFile())) {
            return;
        }
        int last = Integer.parseInt(Files.readString(portFile()).trim());
        ProcessHandle orphan;
        try {
            orphan = on(last, redis -> directory.toString().equals(redis.configGet("dir").get("dir")) ? handle(redis) : null);
        } catch (RedisException nobodyThere) {
            return;
        }
        if (orphan != null) {
            LOG.info("Ending the Redis that an earlier run left behind, process {}", orphan.pid());
            on(last, redis -> {
                redis.shutdown(false);
                return null;
            });
            orphan.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static ProcessHandle handle(RedisCommands<String, String> redis) {
        Matcher matcher = PROCESS_ID.matcher(redis.info("server"));
        if (!matcher.find()) {
            throw new IllegalStateException("Redis does not tell its process id");
        }
        return ProcessHandle.of(Long.parseLong(matcher.group(1))).orElseThrow();
    }

    private static <T> T on(int at, Function<RedisCommands<String, String>, T> work) {
        RedisClient client = RedisClient.create(RedisURI.builder().withHost("127.0.0.1").withPort(at).withTimeout(PATIENCE).build());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return work.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofMillis(100));
        }
    }

    @Override
    public String reached() {
        return address;
    }

    @Override
    public void stop() throws Exception {
        stopping = true;
        if (process != null) {
            process.destroy();
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
