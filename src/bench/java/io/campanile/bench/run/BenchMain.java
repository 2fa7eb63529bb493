package io.campanile.bench.run;

import io.campanile.bench.load.Generator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs benchmarks of the gateway and of what it is compared with, on this machine, one after the other. Arguments, in any
 * order, separated by commas or blanks: names of benchmarks (none: all), {@code quick}, {@code profile}, {@code alone},
 * {@code warm-up=45}. To be started in the project's directory; the class path of the gateway, as packaged, is in
 * {@code target/bench/gateway.classpath}.
 *
 * <p>Prints a table and writes {@code target/bench/bench.json} and {@code bench.svg}. Exit status: 0; 1 when the gateway could
 * not be measured; 2 when it was asked for what there is not.
 */
public final class BenchMain {

    private static final Path DIRECTORY = Path.of("target", "bench");
    /** Two threads saturate what four cores serve; more would take from what is measured. */
    static final int GENERATOR_THREADS = 2;
    private static final List<Benchmark> ALL = List.of(new Echo(), new ReportToPush(), new OneToOne(), new ReconnectStorm(), new Calls(),
            new FanOut(), new SendOne(), new Rooms(), new PresenceStorm(), new History(), new IdleMemory(), new StartUp());

    private BenchMain() {
    }

    public static void main(String[] args) throws Exception {
        // Java 17 prints in the locale's encoding, which for many a service account is ASCII
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        try {
            Arguments arguments = Arguments.of(args);
            System.exit(run(arguments, arguments.pick(ALL)) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Arguments arguments, List<Benchmark> benchmarks) throws IOException, InterruptedException {
        Path absolute = DIRECTORY.toAbsolutePath();
        Files.createDirectories(absolute);
        String classPath = "target/classes:" + Files.readString(absolute.resolve("gateway.classpath")).trim();
        String began = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Path directory = Files.createTempDirectory(absolute, "run-");
        List<Row> rows = new ArrayList<>();
        boolean all = true;
        try (Generator generator = new Generator(GENERATOR_THREADS)) {
            Stage stage = new Stage(arguments.plan(), generator, new Progress(), classPath, directory, arguments.profile(), arguments.alone());
            for (Benchmark benchmark : benchmarks) {
                try {
                    rows.addAll(benchmark.run(stage));
                } catch (IOException | IllegalStateException e) {
                    all = false;
                    stage.progress().step("not run: " + e.getMessage());
                    rows.add(Row.notRun(benchmark.name(), "Campanile", "", e.getMessage()));
                }
                stage.tellProfiles(benchmark.name());
            }
        }
        System.out.println("\n" + Table.of(rows));
        JsonReport.write(DIRECTORY.resolve("bench.json"), began, arguments.plan(), rows);
        Files.writeString(DIRECTORY.resolve("bench.svg"), Chart.svg(rows));
        System.out.println("written to " + DIRECTORY.resolve("bench.json") + " and bench.svg; what the systems said is in "
                + DIRECTORY.resolve(directory.getFileName()));
        return all;
    }
}
