package io.campanile.bench.run;

import io.campanile.bench.load.Generator;
import io.campanile.bench.load.Load;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where benchmarks run.
 *
 * @param classPath the gateway's, as it is packaged
 * @param directory a new one, for data and outputs
 * @param profiled  whether the gateway is recorded
 * @param alone     whether what it is compared with is left out
 */
record Stage(Plan plan, Generator generator, Progress progress, String classPath, Path directory, boolean profiled,
        boolean alone) {

    /** What a load generator on one machine needs otherwise than shipped: it is many clients, and one of them is quick. */
    private static final Map<String, String> RAISED = Map.of("websocket.requests-per-second", "1000000", "websocket.burst", "1000000",
            "http.max-connections", "20000", "http.max-connections-per-address", "20000");

    private static final String RECORDING = "gateway.jfr";

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
        Path home = subdirectory(name);
        List<String> own = new ArrayList<>(List.of(options));
        if (profiled) {
            own.add(Profile.option(home.resolve(RECORDING)));
        }
        return Gateway.start(classPath, home, own, all);
    }

    /** Tells where the gateways of a benchmark spent their time, once they have ended, in the order in which they did. */
    void tellProfiles(String name) throws IOException {
        try (Stream<Path> homes = Files.list(directory)) {
            List<Path> recordings = homes.filter(home -> home.getFileName().toString().startsWith(name + "-"))
                    .map(home -> home.resolve(RECORDING)).filter(Stage::isRecorded)
                    .sorted(Comparator.comparingLong(recording -> recording.toFile().lastModified())).toList();
            for (Path recording : recordings) {
                progress.begin(name + ": where the time went, " + recording);
                System.out.println(Profile.of(recording));
            }
        }
    }

    /** A gateway that ended before the recording began leaves an empty one. */
    private static boolean isRecorded(Path recording) {
        return recording.toFile().length() > 0;
    }

    Path subdirectory(String name) throws IOException {
        return Files.createTempDirectory(directory, name + "-");
    }

    Figures measure(Subject subject, Load load) throws IOException, InterruptedException {
        try (load) {
            return measurement().of(subject.process(), load);
        }
    }

    Measurement measurement() {
        return new Measurement(plan, progress);
    }
}
