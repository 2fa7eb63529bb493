package io.campanile.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program of {@code io.campanile.bench.peer}, in a JVM of its own. */
public record JavaPeer(String name, Child process, int port) implements Subject {

    private static final Duration READY = Duration.ofSeconds(30);

    /** Starts it, and waits until it listens. */
    public static JavaPeer start(String name, Class<?> program, Path directory, String... arguments) throws IOException, InterruptedException {
        int port = FreePorts.one();
        String[] all = new String[arguments.length + 1];
        all[0] = String.valueOf(port);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Child process = Child.start(name, directory.resolve(program.getSimpleName() + ".out"), Map.of(),
                Jvm.command(System.getProperty("java.class.path"), List.of(), program.getName(), all));
        Programs.awaitPort(process, port, READY);
        return new JavaPeer(name, process, port);
    }
}
