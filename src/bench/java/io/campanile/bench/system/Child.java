package io.campanile.bench.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A process that this one started, and what it started in turn. Ended when this process ends. Thread-safe. */
public final class Child implements AutoCloseable {

    private static final long POLL_MS = 20;
    private static final long STOP_SECONDS = 30;
    private static final long PAGE_BYTES = 4096;
    private static final long TICK_MS = 10;
    /** As the kernel tells the names of C1's and C2's threads, of which it keeps fifteen letters. */
    private static final String COMPILER = " CompilerThre)";
    /** Where proc(5) has the times of a thread, counted from behind its name. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private final String name;
    private final Path output;
    private final Process process;
    private final long began = System.nanoTime();
    private final Thread atExit;

    private Child(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
        this.atExit = new Thread(this::end);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @param output the file to which it writes what it has to say */
    public static Child start(String name, Path output, Map<String, String> environment, List<String> command) throws IOException {
        Files.createDirectories(output.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Child(name, output, builder.start());
    }

    /**
     * Waits until the port takes connections.
     *
     * @return how long it took since the start
     * @throws IllegalStateException when it does not in time, or ends instead
     */
    public Duration awaitPort(int port, Duration atMost) throws InterruptedException {
        return await(() -> connects(port), atMost);
    }

    Duration await(BooleanSupplier ready, Duration atMost) throws InterruptedException {
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended by itself, see " + output);
            }
            if (age().compareTo(atMost) > 0) {
                throw new IllegalStateException(name + " was not ready within " + atMost.toSeconds() + " s, see " + output);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return age();
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static boolean connects(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public long pid() {
        return process.pid();
    }

    /** @return the processor time used so far, its own and its children's */
    public Duration cpu() {
        return tree().stream().map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(Duration.ZERO, Duration::plus);
    }

    /** @return the memory it holds, its own and its children's, in bytes */
    public long resident() throws IOException {
        long bytes = 0;
        for (ProcessHandle one : tree()) {
            String[] pages = Files.readString(Path.of("/proc", String.valueOf(one.pid()), "statm")).split(" ");
            bytes += Long.parseLong(pages[1]) * PAGE_BYTES;
        }
        return bytes;
    }

    /**
     * The processor time that the threads of a JVM which compile have used so far, each by its id.
     *
     * @hidden
     */
    public record Compilers(Map<String, Duration> times) {

        /** @return what was used since; of threads that ended meanwhile it is not known */
        public Duration since(Compilers earlier) {
            return times.entrySet().stream().map(one -> one.getValue().minus(earlier.times.getOrDefault(one.getKey(), Duration.ZERO)))
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    /** @return none where it is no JVM */
    public Compilers compilers() throws IOException {
        Map<String, Duration> times = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = stat(thread);
                if (stat.contains(COMPILER)) {
                    String[] after = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    times.put(thread.getFileName().toString(), Duration.ofMillis(TICK_MS * (Long.parseLong(after[USER]) + Long.parseLong(after[SYSTEM]))));
                }
            }
        }
        return new Compilers(times);
    }

    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            // It has ended since
            return "";
        }
    }

    private List<ProcessHandle> tree() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(all::add);
        return all;
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Ends it in good order, or else by force, and whatever it left behind. */
    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void end() {
        List<ProcessHandle> all = tree();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroy);
    }

    @Override
    public String toString() {
        return name;
    }
}
