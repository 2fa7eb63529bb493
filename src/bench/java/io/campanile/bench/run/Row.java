package io.campanile.bench.run;

import java.util.List;
import java.util.stream.Stream;

/**
 * A line of the table.
 *
 * @param load    how much of what
 * @param unit    of the value
 * @param value   what was measured; null when it was not
 * @param figures all of it, where it was a load; else null
 * @param checks  what it is held against
 * @param note    what else there is to say, or why it was not run
 */
record Row(String benchmark, String system, String load, String unit, Double value, Figures figures, List<Check> checks, String note) {

    static Row of(String benchmark, String system, String load, String unit, Figures figures, Check... checks) {
        return new Row(benchmark, system, load, unit, figures.perSecond(), figures, List.of(checks), figures.remark());
    }

    static Row of(String benchmark, String system, String load, String unit, double value, Check... checks) {
        return new Row(benchmark, system, load, unit, value, null, List.of(checks), "");
    }

    static Row notRun(String benchmark, String system, String load, String why) {
        return new Row(benchmark, system, load, "", null, null, List.of(), "not run: " + why);
    }

    /** Holds it against a peer, if there is one. */
    Row against(Figures peer, double wanted, String name) {
        return peer == null ? this : with(Check.atLeast(wanted, value / peer.perSecond(), "of " + name));
    }

    /** Tells how it compares with a peer, if there is one. */
    Row beside(Figures peer, String name) {
        return peer == null ? this : with(Check.told(value / peer.perSecond(), "of " + name));
    }

    private Row with(Check check) {
        List<Check> all = Stream.concat(checks.stream(), Stream.of(check)).toList();
        return new Row(benchmark, system, load, unit, value, figures, all, note);
    }

    Row noting(String more) {
        String both = note.isEmpty() || more.isEmpty() ? note + more : note + "; " + more;
        return new Row(benchmark, system, load, unit, value, figures, checks, both);
    }
}
