package io.campanile.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Everything as one JSON: the machine, the plan, the rows with each run. */
final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {
    }

    static void write(Path file, String began, Plan plan, List<Row> rows) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("began", began);
        report.putObject("machine").put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.runtime.version"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        report.putObject("plan").put("runs", plan.runs()).put("stretch_ms", plan.stretch().toMillis())
                .put("warm_up_ms", plan.warmUp().toMillis()).put("longest_warm_up_ms", plan.longestWarmUp().toMillis());
        rows.forEach(row -> describe(row, report.withArray("rows").addObject()));
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
    }

    private static void describe(Row row, ObjectNode json) {
        json.put("benchmark", row.benchmark()).put("system", row.system()).put("load", row.load()).put("unit", row.unit())
                .put("value", row.value());
        Figures figures = row.figures();
        if (figures != null) {
            figures.runs().forEach(json.withArray("runs")::add);
            json.put("p50_ms", figures.p50()).put("p99_ms", figures.p99())
                    .put("system_cores", figures.cores().system()).put("generator_cores", figures.cores().generator())
                    .put("other_cores", figures.cores().others());
        }
        for (Check check : row.checks()) {
            ObjectNode held = json.withArray("checks").addObject().put("is", check.is()).put("of", check.of());
            if (check.bound() != Check.Bound.NONE) {
                held.put(check.bound() == Check.Bound.AT_LEAST ? "at_least" : "at_most", check.wanted()).put("met", check.met());
            }
        }
        json.put("note", row.note());
    }
}
