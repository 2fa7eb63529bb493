package io.campanile.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallStart;
import io.campanile.domain.call.Party;
import io.campanile.domain.device.Alert;
import io.campanile.domain.message.Census;
import io.campanile.domain.message.InboxCount.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on metrics and what is served are the same list. */
class MetricsDocumentTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);
    private static final Pattern FAMILY = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LIBRARIES = Pattern.compile("(process|system|jvm|camel)_.*|app_info|.*_max");

    @Test
    void thePageNamesExactlyWhatIsServed() throws Exception {
        try (Metrics metrics = new Metrics(Clock.systemUTC())) {
            useAll(metrics);

            assertThat(served(metrics.registry().scrape())).isEqualTo(documented());
        }
    }

    private static void useAll(Metrics metrics) {
        ConnectionMetrics connections = metrics.connections("websocket");
        connections.census("idle", () -> 1);
        connections.opened();
        connections.closed(1000, 5);
        RequestMetrics requests = metrics.requests("websocket");
        requests.failed("/api/heartbeat", 5, "127.0.0.1", new CodedException(ErrorCode.INVALID, "why"));
        requests.login(null);
        metrics.flows().deadLetter("device-report");
        metrics.flows().deadLettersWaiting(() -> 1);
        metrics.alerts().changed(alert(Alert.State.RAISED, 1));
        metrics.alerts().changed(alert(Alert.State.CLEARED, 2));
        metrics.alerts().acknowledged(alert(Alert.State.ACKNOWLEDGED, 2));
        metrics.alerts().open(() -> 1);
        metrics.calls().happened(busyCall(), busyCall().events().get(1));
        metrics.calls().live(() -> 1);
        metrics.messages().probed(3);
        metrics.messages().probeSilence(() -> Duration.ZERO);
        metrics.messages().conservation(Census.FLOW, () -> new Census.Result(Tally.NONE, Duration.ZERO, 0, List.of()));
        metrics.flows().reloaded("device-report", "loaded");
        metrics.pushes().sent("/push/message", 3, 5);
        metrics.pushes().failed("/push/message", "closed", 1);
        metrics.kafkaLag(List.of("device.reports"));
        metrics.node(() -> true, () -> 1, () -> 1);
        metrics.backend("Redis", () -> true);
    }

    private static CallSession busyCall() {
        return CallSession.begin(new CallStart("c1", "d1", List.of("u1"), Set.of("u1"), Party.device("d1"), null, 1, 2));
    }

    private static Alert alert(Alert.State state, long version) {
        return new Alert("a1", "d1", "electricity", 3, "low", state, 1, null, null, 1, version);
    }

    @Test
    void thePageSaysWhyThingsAreDropped() throws Exception {
        String page = Files.readString(Path.of("src/site/markdown/metrics.md"));

        for (Drops.Reason reason : Drops.Reason.values()) {
            assertThat(page).contains(reason.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Set<String> documented() throws Exception {
        return ROW.matcher(Files.readString(Path.of("src/site/markdown/metrics.md"))).results()
                .map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> served(String scrape) {
        return FAMILY.matcher(scrape).results().filter(family -> !LIBRARIES.matcher(family.group(1)).matches())
                .map(family -> family.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
