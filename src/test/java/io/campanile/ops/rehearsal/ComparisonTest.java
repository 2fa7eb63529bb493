package io.campanile.ops.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.ops.rehearsal.Outcome.Effect;
import io.campanile.ops.rehearsal.Outcome.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What counts as a difference, and how it is told. */
class ComparisonTest {

    private static final Recorded RECORD = new Recorded("reports", 3, 17, 1_700_000_000_000L, "sn1", Map.of(),
            "{\"report_id\":\"r-1\",\"ts\":1700000000000}".getBytes(StandardCharsets.UTF_8));

    @Test
    void idsTimesAndCountsThatAreMadeOnTheWayDoNotCount() {
        assertThat(Comparison.of(RECORD,
                outcome("alert 3b241101-e2bb-4255-8caf-4136c566a962 raised_at 1690000000001 \"version\":3"),
                outcome("alert 9f3b6a1e-1111-4255-8caf-4136c566a962 raised_at 1690000000002 \"version\":2"))).isEmpty();
    }

    @Test
    void whatTheRecordBroughtCounts() {
        assertThat(Comparison.of(RECORD, outcome("at 1700000000000"), outcome("at 1690000000001"))).isPresent();
    }

    @Test
    void onlyWhatDiffersIsToldWithTheLineOfWhatIsNew() {
        Outcome now = new Outcome(List.of(new Effect("to a", 3), new Effect("to b", 5)), List.of(), null);
        Outcome then = new Outcome(List.of(new Effect("to a", 3), new Effect("to c", 7)), List.of(), null);

        assertThat(Comparison.of(RECORD, now, then)).contains(new Difference("sn1 r-1", "to b", "to c", 7));
    }

    @Test
    void whereNothingIsNewTheLineIsThatAtWhichTheRecordLeavesItsWay() {
        Outcome now = new Outcome(List.of(new Effect("to a", 3)), List.of(new Step("one", 2), new Step("two", 3)), null);
        Outcome then = new Outcome(List.of(), List.of(new Step("one", 2), new Step("filter", 4)), null);

        assertThat(Comparison.of(RECORD, now, then)).contains(new Difference("sn1 r-1", "to a", "nothing", 4));
    }

    @Test
    void ofLongTextsThePlaceIsShownAtWhichTheyDiffer() {
        String same = "to a: " + "x".repeat(1_000);

        Difference difference = Comparison.of(RECORD, outcome(same + "1" + "y".repeat(500)), outcome(same + "2" + "y".repeat(500))).orElseThrow();

        assertThat(difference.now()).startsWith("to a: x").contains("x1y").hasSizeLessThan(300);
        assertThat(difference.then()).contains("x2y");
    }

    @Test
    void aRecordWithoutAnIdIsKnownByItsPlace() {
        assertThat(RecordName.of(new Recorded("reports", 3, 17, 0, null, Map.of(), "no JSON".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("reports/3/17");
        assertThat(RecordName.of(new Recorded("reports", 3, 17, 0, "sn1", Map.of(), null))).isEqualTo("sn1 reports/3/17");
    }

    private static Outcome outcome(String... effects) {
        return new Outcome(Stream.of(effects).map(text -> new Effect(text, 1)).toList(), List.of(), null);
    }
}
