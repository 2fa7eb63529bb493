package io.campanile.bench.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows as a picture: a group of bars for each benchmark under the same load, the longest as wide as the picture. */
final class Chart {

    private static final int WIDTH = 900;
    private static final int LABEL = 210;
    private static final int BAR = 430;
    private static final int LINE = 22;
    private static final int GAP = 14;
    private static final String OURS = "#0b7a75";
    private static final String THEIRS = "#9aa5b1";

    private Chart() {
    }

    static String svg(List<Row> rows) {
        Map<String, List<Row>> groups = rows.stream().filter(row -> row.value() != null).collect(Collectors.groupingBy(
                row -> row.benchmark() + ", " + row.load() + ", " + row.unit(), LinkedHashMap::new, Collectors.toList()));
        StringBuilder bars = new StringBuilder();
        int y = GAP;
        for (Map.Entry<String, List<Row>> group : groups.entrySet()) {
            bars.append(text(GAP, y + LINE, group.getKey(), "font-weight=\"bold\""));
            y += LINE;
            double longest = group.getValue().stream().mapToDouble(Row::value).max().orElse(1);
            for (Row row : group.getValue()) {
                bars.append(bar(row, y, longest));
                y += LINE;
            }
            y += GAP;
        }
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                + "font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                WIDTH, y + GAP, bars);
    }

    private static String bar(Row row, int y, double longest) {
        double width = longest == 0 ? 0 : row.value() / longest * BAR;
        String colour = row.system().startsWith("Campanile") ? OURS : THEIRS;
        return text(GAP, y + LINE, row.system(), "") + String.format(Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n", LABEL, y + 8, width, LINE - 6, colour)
                + text(LABEL + (int) width + 6, y + LINE, Table.number(row.value()), "");
    }

    private static String text(int x, int y, String text, String attributes) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" %s>%s</text>%n", x, y, attributes,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
