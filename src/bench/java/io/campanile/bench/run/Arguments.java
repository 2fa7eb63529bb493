package io.campanile.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run shall be.
 *
 * @param names   benchmarks; empty for all
 * @param profile whether the gateway is recorded meanwhile
 */
record Arguments(Plan plan, boolean profile, List<String> names) {

    /** @param args separated by commas or blanks: {@code quick}, {@code profile}, names of benchmarks */
    static Arguments of(String... args) {
        List<String> words = Arrays.stream(args).flatMap(arg -> Arrays.stream(arg.split(","))).map(String::trim)
                .filter(word -> !word.isEmpty()).collect(Collectors.toCollection(ArrayList::new));
        boolean quick = words.remove("quick");
        boolean profile = words.remove("profile=true") | words.remove("profile");
        return new Arguments(quick ? Plan.QUICK : Plan.FULL, profile, List.copyOf(words));
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
