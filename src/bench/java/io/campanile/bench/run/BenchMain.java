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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs benchmarks of the gateway and of what it is compared with, on this machine, one after the other. Arguments, in any
 * order, separated by commas or blanks: names of benchmarks (none: all), {@code quick}. The class path of the gateway, as packaged, is in
 * {@code target/bench/gateway.classpath}.
 *
 * <p>Prints a table and writes {@code target/bench/bench.json}. Exit status: 0; 1 when one could not be run.
 */
public final class BenchMain {

    private static final Path DIRECTORY = Path.of("target", "bench");
    /** Two threads saturate what four cores serve; more would take from what is measured. */
    private static final int GENERATOR_LOOPS = 2;
    private static final List<Benchmark> ALL = List.of(new Echo(), new ReportToPush(), new FanOut(), new SendOne(),
            new IdleMemory(), new StartUp());

    private BenchMain() {
    }

    public static void main(String[] args) throws Exception {
        // Java 17 prints in the locale's encoding, which for many a service account is ASCII
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        List<String> wanted = Arrays.stream(args).flatMap(arg -> Arrays.stream(arg.split(",")))
                .collect(Collectors.toCollection(ArrayList::new));
        Plan plan = wanted.remove("quick") ? Plan.QUICK : Plan.FULL;
        for (String name : wanted) {
            if (ALL.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
                throw new IllegalArgumentException("no benchmark " + name + ": there are " + ALL.stream().map(Benchmark::name).toList());
            }
        }
        System.exit(run(plan, ALL.stream().filter(benchmark -> wanted.isEmpty() || wanted.contains(benchmark.name())).toList()) ? 0 : 1);
    }

    private static boolean run(Plan plan, List<Benchmark> benchmarks) throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        String classPath = "target/classes:" + Files.readString(DIRECTORY.resolve("gateway.classpath")).trim();
        String began = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Path directory = Files.createTempDirectory(DIRECTORY, "run-");
        List<Row> rows = new ArrayList<>();
        boolean all = true;
        try (Generator generator = new Generator(GENERATOR_LOOPS)) {
            Stage stage = new Stage(plan, generator, new Progress(), classPath, directory);
            for (Benchmark benchmark : benchmarks) {
                try {
                    rows.addAll(benchmark.run(stage));
                } catch (IOException | IllegalStateException e) {
                    all = false;
                    stage.progress().step("failed: " + e.getMessage());
                    rows.add(Row.notRun(benchmark.name(), "Campanile", "", e.getMessage()));
                }
            }
        }
        System.out.println("\n" + Table.of(rows));
        JsonReport.write(DIRECTORY.resolve("bench.json"), began, plan, rows);
        System.out.println("written to " + DIRECTORY.resolve("bench.json") + "; outputs in " + directory);
        return all;
    }
}
