package io.campanile.bench.run;

import io.campanile.bench.load.Generator;
import io.campanile.bench.load.Load;
import io.campanile.bench.load.MessageLoad;
import io.campanile.bench.load.Pace;
import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Compares two gateways that differ in a setting or in a build, with the messages of {@code one-to-one} at a given rate. Both run
 * all the time and are loaded in turns of some seconds, since a machine that others use too may be half as fast a minute later.
 * Arguments, all {@code key=value}: {@code rate=13000} messages a second, {@code rounds=12}, {@code turn=6} and {@code warm-up=70}, that of each, in s;
 * {@code a.classes} and {@code b.classes}, directories of compiled classes; {@code a.<property>} and {@code b.<property>}. Started as
 * {@link BenchMain}. Needs 12 GB of memory.
 */
public final class SideBySide implements AutoCloseable {

    private static final int RATE = 13_000;
    private static final int ROUNDS = 12;
    private static final int TURN_SECONDS = 6;
    private static final int WARM_UP_SECONDS = 70;
    private static final String CLASSES = "classes";
    private static final double MS = 1e6;

    private final String name;
    private final Gateway gateway;
    private final Load load;
    private final Measurement measurement;
    private final Histogram all = new Histogram(3);
    private final List<Double> p99s = new ArrayList<>();
    private final List<Double> cores = new ArrayList<>();

    private SideBySide(String name, Stage stage, Map<String, String> settings) throws IOException, InterruptedException {
        this.name = name;
        this.gateway = stage.gateway(name, settings);
        this.load = MessageLoad.overWebSocket(stage.generator(), gateway.port("http.port"), Accounts.ofPairs(gateway, OneToOne.PAIRS));
        this.measurement = stage.measurement();
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = arguments(args);
        Path directory = Files.createTempDirectory(Path.of("target", "bench").toAbsolutePath(), "run-");
        try (Generator generator = new Generator(BenchMain.GENERATOR_THREADS);
                SideBySide a = start("a", arguments, generator, directory);
                SideBySide b = start("b", arguments, generator, directory)) {
            a.measurement.warmUp(a.gateway.process(), a.load);
            b.measurement.warmUp(b.gateway.process(), b.load);
            int rounds = number(arguments, "rounds", ROUNDS);
            Duration turn = Duration.ofSeconds(number(arguments, "turn", TURN_SECONDS));
            for (int round = 0; round < rounds; round++) {
                // Who goes first takes turns too
                for (SideBySide side : round % 2 == 0 ? List.of(a, b) : List.of(b, a)) {
                    side.turn(number(arguments, "rate", RATE), turn);
                }
            }
            System.out.println(a + "\n" + b);
        }
    }

    private static Map<String, String> arguments(String... args) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String arg : args) {
            String[] both = arg.split("=", 2);
            if (both.length < 2) {
                throw new IllegalArgumentException("'" + arg + "' is not key=value");
            }
            arguments.put(both[0], both[1]);
        }
        return arguments;
    }

    private static int number(Map<String, String> arguments, String key, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(key, String.valueOf(otherwise)));
    }

    private static SideBySide start(String name, Map<String, String> arguments, Generator generator, Path directory) throws IOException, InterruptedException {
        String prefix = name + ".";
        Map<String, String> settings = new LinkedHashMap<>();
        arguments.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        String classes = settings.getOrDefault(CLASSES, "target/classes");
        settings.remove(CLASSES);
        String libraries = Files.readString(Path.of("target", "bench", "gateway.classpath")).trim();
        Plan plan = Plan.FULL.after(Duration.ofSeconds(number(arguments, "warm-up", WARM_UP_SECONDS)));
        return new SideBySide(name, new Stage(plan, generator, new Progress(), classes + ":" + libraries, directory, false, true), settings);
    }

    private void turn(int perSecond, Duration duration) throws IOException, InterruptedException {
        Moment from = Moment.now(gateway.process(), load);
        measurement.stretch(load, Pace.of(perSecond), duration);
        cores.add(from.cores(Moment.now(gateway.process(), load)).system());
        all.add(load.latencies());
        p99s.add(load.latencies().getValueAtPercentile(99) / MS);
    }

    /** Of all turns together the percentiles, of each the p99: what differs less than the turns of one among themselves is noise. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: p50 %.1f ms, p90 %.1f, p99 %.1f; p99 of a turn %.1f in the middle, of all %s; %.2f cores", name,
                all.getValueAtPercentile(50) / MS, all.getValueAtPercentile(90) / MS, all.getValueAtPercentile(99) / MS, Median.of(p99s),
                p99s.stream().map(p99 -> String.format(Locale.ROOT, "%.0f", p99)).toList(), Median.of(cores));
    }

    @Override
    public void close() {
        load.close();
        gateway.close();
    }
}
