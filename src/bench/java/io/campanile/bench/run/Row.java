package io.campanile.bench.run;

import java.util.List;

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
        return new Row(benchmark, system, load, unit, figures.perSecond(), figures, List.of(checks), "");
    }

    static Row of(String benchmark, String system, String load, String unit, double value, Check... checks) {
        return new Row(benchmark, system, load, unit, value, null, List.of(checks), "");
    }

    static Row notRun(String benchmark, String system, String load, String why) {
        return new Row(benchmark, system, load, "", null, null, List.of(), "not run: " + why);
    }

    Row noting(String more) {
        return new Row(benchmark, system, load, unit, value, figures, checks, note.isEmpty() ? more : note + "; " + more);
    }
}
