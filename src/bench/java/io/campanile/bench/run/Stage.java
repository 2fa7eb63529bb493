package io.campanile.bench.run;

import io.campanile.bench.load.Generator;
import io.campanile.bench.load.Load;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where benchmarks run.
 *
 * @param classPath the gateway's, as it is packaged
 * @param directory a new one, for data and outputs
 */
record Stage(Plan plan, Generator generator, Progress progress, String classPath, Path directory) {

    /** What a load generator on one machine needs otherwise than shipped: it is many clients, and one of them is quick. */
    private static final Map<String, String> RAISED = Map.of("websocket.requests-per-second", "1000000", "websocket.burst", "1000000",
            "http.max-connections", "20000", "http.max-connections-per-address", "20000");

    /**
     * Starts the gateway.
     *
     * @param settings properties that this benchmark sets besides
     * @param options  of its JVM
     */
    Gateway gateway(String name, Map<String, String> settings, String... options) throws IOException, InterruptedException {
        progress.begin(name + ": Campanile starts");
        Map<String, String> all = new LinkedHashMap<>(RAISED);
        all.putAll(settings);
        return Gateway.start(classPath, subdirectory(name), List.of(options), all);
    }

    Path subdirectory(String name) throws IOException {
        return Files.createTempDirectory(directory, name + "-");
    }

    Figures measure(Subject subject, Load load) throws IOException, InterruptedException {
        try (load) {
            return new Measurement(plan, progress).of(subject.process(), load);
        }
    }
}
