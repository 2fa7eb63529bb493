package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.RecordedReport;
import io.campanile.domain.device.ReportHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

import static java.lang.Long.MAX_VALUE;
import static java.lang.Long.MIN_VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqlReportHistoryTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final ReportHistory history = new SqlReportHistory(DATABASE.dataSource());

    @Test
    void aReportComesBackAsItWasSent() {
        DATABASE.recordReport("d-1", "r-1", 100, 107, false, "{\"report_id\":\"r-1\",\"ts\":100,\"status\":1}");

        RecordedReport report = history.page("d-1", MIN_VALUE, MAX_VALUE, null, 50).get(0);

        assertThat(report.fields()).containsEntry("report_id", "r-1").containsEntry("status", 1);
        assertThat(report.receivedAt()).isEqualTo(107);
        assertThat(report.applied()).isFalse();
    }

    @Test
    void newestComeFirstAndEqualTimesGoByReportId() {
        record("a", 100);
        record("c", 200);
        record("b", 200);
        DATABASE.recordReport("another", "z", 300, 300, true, "{}");

        assertThat(ids(history.page("d-1", MIN_VALUE, MAX_VALUE, null, 50))).containsExactly("c", "b", "a");
    }

    @Test
    void bothEndsOfARangeAreInclusive() {
        record("a", 100);
        record("b", 200);
        record("c", 300);

        assertThat(ids(history.page("d-1", 100, 200, null, 50))).containsExactly("b", "a");
        assertThat(ids(history.page("d-1", 101, 199, null, 50))).isEmpty();
    }

    @Test
    void pagesFollowOneAnotherThoughManyShareATime() {
        for (int i = 0; i < 37; i++) {
            record("r-%02d".formatted(i), 100 + i / 10);
        }

        List<String> all = new ArrayList<>();
        List<String> page = ids(history.page("d-1", 100, MAX_VALUE, null, 7));
        while (!page.isEmpty()) {
            all.addAll(page);
            page = ids(history.page("d-1", 100, MAX_VALUE, all.get(all.size() - 1), 7));
        }

        assertThat(all).hasSize(37).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void aRangeThatEndsBeforeTheLastRowStillHasItsOwnLastRow() {
        record("z", 100);
        record("a", 200);

        assertThat(ids(history.page("d-1", 0, 100, "a", 50))).containsExactly("z");
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThatThrownBy(() -> history.page("d-1", 0, MAX_VALUE, "nothing", 50))
                .isInstanceOf(CodedException.class).hasMessageStartingWith("before:");
    }

    private static void record(String reportId, long ts) {
        DATABASE.recordReport("d-1", reportId, ts, ts, true, "{\"report_id\":\"" + reportId + "\"}");
    }

    private static List<String> ids(List<RecordedReport> reports) {
        return reports.stream().map(report -> (String) report.fields().get("report_id")).toList();
    }
}
