package io.campanile.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules and the dashboard that are shipped ask for nothing that is not served. */
class MonitoringTest {

    private static final Path MONITORING = Path.of("src/site/resources/monitoring");
    /** What PromQL has between braces, in quotes and after by is no metric. */
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\bby \\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b(?!\\()|\\boverloaded\\b|\\bconnections\\b");
    private static final Pattern LIBRARIES = Pattern.compile("(process|jvm)_.*");

    @Test
    void everyAlertAsksForWhatIsServedAndSaysWhatToDo() throws Exception {
        JsonNode rules = new ObjectMapper(new YAMLFactory()).readTree(MONITORING.resolve("alerts.yaml").toFile()).at("/groups/0/rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(served()).as(rule.path("alert").asText()).containsAll(names(rule.path("expr").asText()));
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/what").asText()).isNotBlank();
        });
    }

    @Test
    void everyPanelAsksForWhatIsServed() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
        List<String> asked = dashboard.findValuesAsText("expr");

        assertThat(asked).hasSizeGreaterThan(30).allSatisfy(expression -> assertThat(served()).containsAll(names(expression)));
    }

    private static Set<String> names(String expression) {
        return NAME.matcher(LABELS.matcher(expression).replaceAll("")).results().map(MatchResult::group)
                .filter(name -> !LIBRARIES.matcher(name).matches())
                .map(name -> name.replaceAll("_(bucket|sum|count)$", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> served() throws Exception {
        return Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE).matcher(Files.readString(Path.of("src/site/markdown/metrics.md")))
                .results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
