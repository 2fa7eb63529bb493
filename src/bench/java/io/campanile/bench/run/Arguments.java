package io.campanile.bench.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run shall be.
 *
 * @param names   benchmarks; empty for all
 * @param profile whether the gateway is recorded meanwhile
 * @param alone   whether what it is compared with is left out
 */
record Arguments(Plan plan, boolean profile, boolean alone, List<String> names) {

    private static final String WARM_UP = "warm-up=";

    /** @param args separated by commas or blanks: {@code quick}, {@code profile}, {@code alone}, {@code warm-up=45}, names of benchmarks */
    static Arguments of(String... args) {
        List<String> words = Arrays.stream(args).flatMap(arg -> Arrays.stream(arg.split(","))).map(String::trim)
                .filter(word -> !word.isEmpty()).collect(Collectors.toCollection(ArrayList::new));
        boolean quick = words.remove("quick");
        boolean profile = words.remove("profile=true") | words.remove("profile");
        boolean alone = words.remove("alone");
        Plan plan = quick ? Plan.QUICK : Plan.FULL;
        return new Arguments(warmUp(words).map(plan::after).orElse(plan), profile, alone, List.copyOf(words));
    }

    private static Optional<Duration> warmUp(List<String> words) {
        Optional<String> word = words.stream().filter(one -> one.startsWith(WARM_UP)).findFirst();
        word.ifPresent(words::remove);
        return word.map(one -> {
            String seconds = one.substring(WARM_UP.length());
            if (!seconds.matches("\\d{1,4}")) {
                throw new IllegalArgumentException(WARM_UP + " takes seconds, not " + seconds);
            }
            return Duration.ofSeconds(Long.parseLong(seconds));
        });
    }

    /**
     * Picks what was named, in the order in which all are.
     *
     * @throws IllegalArgumentException when there is none of a name
     */
    List<Benchmark> pick(List<Benchmark> all) {
        for (String name : names) {
            if (all.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
                throw new IllegalArgumentException("no benchmark " + name + ": there are " + all.stream().map(Benchmark::name).toList());
            }
        }
        return all.stream().filter(benchmark -> names.isEmpty() || names.contains(benchmark.name())).toList();
    }
}
