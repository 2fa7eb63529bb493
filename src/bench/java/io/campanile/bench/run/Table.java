package io.campanile.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Rows as text, in columns. */
final class Table {

    private static final List<String> HEAD = List.of("benchmark", "system", "load", "figure", "p50 ms", "p99 ms", "its cores", "generator", "others",
            "held against");
    private static final int LAST_LEFT = 2;

    private Table() {
    }

    static String of(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return cells.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> cells(Row row) {
        Figures figures = row.figures();
        String checks = row.checks().stream().map(Check::toString).collect(Collectors.joining(", "));
        return List.of(row.benchmark(), row.system(), row.load(),
                row.value() == null ? "–" : number(row.value()) + " " + row.unit(),
                of(figures, Figures::p50), of(figures, Figures::p99), of(figures, it -> it.cores().system()),
                of(figures, it -> it.cores().generator()), of(figures, it -> it.cores().others()),
                checks + (checks.isEmpty() || row.note().isEmpty() ? "" : "; ") + row.note());
    }

    private static String of(Figures figures, ToDoubleFunction<Figures> figure) {
        return figures == null ? "" : number(figure.applyAsDouble(figures));
    }

    /** Three digits that say something, thousands apart. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            boolean left = i <= LAST_LEFT || i == widths.length - 1;
            line.append(left ? cells.get(i) + pad : pad + cells.get(i)).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
