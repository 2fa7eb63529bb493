package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.bench.checker.Entry.Confirmed;
import io.campanile.bench.checker.Entry.Device;
import io.campanile.bench.checker.Entry.Pushed;
import io.campanile.bench.checker.Entry.Sent;
import io.campanile.bench.checker.Entry.State;
import io.campanile.bench.checker.Entry.Stored;
import io.campanile.bench.checker.Entry.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is given logs that were tampered with, and must name what was done to each. */
class JudgementTest {

    /** Two devices, five confirmed reports each, one watcher of all and one of a type: nothing is wrong. */
    private final List<Entry> log = cleanLog();

    @Test
    void aCleanLogPasses() {
        Verdict verdict = judge();

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.sent).isEqualTo(10);
        assertThat(verdict.confirmed).isEqualTo(10);
        assertThat(verdict.stored).isEqualTo(10);
        assertThat(verdict.millis).isEqualTo(6);
        assertThat(verdict.toString()).contains("PASSED");
    }

    @Test
    void aConfirmedReportThatTheHistoryLacksIsLost() {
        log.remove(new Stored("d1", "r-3", 3, 1003));

        assertOnly(Fault.LOST, "d1 was confirmed r-3, and its history has none");
    }

    @Test
    void theNewestConfirmedReportIsMissedEverywhere() {
        log.remove(new Stored("d1", "r-5", 5, 1005));
        log.remove(new State("d1", 5, 5));
        log.add(new State("d1", 4, 4));
        log.remove(new Pushed("w1", 1, "d1", 5, 5, 0));

        Verdict verdict = judge();

        assertThat(verdict.count(Fault.LOST)).isOne();
        assertThat(verdict.examples(Fault.WRONG_STATE))
                .containsExactly("d1 stands at r-4 in version 4, its newest report is r-5");
        assertThat(verdict.examples(Fault.STALE_WATCHER))
                .containsExactly("w1 was last told r-3 of d1, whose newest report is r-5");
    }

    @Test
    void aReportTwiceInTheHistoryIsRepeated() {
        log.add(new Stored("d1", "r-1", 1, 1001));

        assertOnly(Fault.REPEATED, "d1 has r-1 more than once in its history");
    }

    @Test
    void aHistoryOutOfOrderIsReordered() {
        swap(new Stored("d1", "r-4", 4, 1004), new Stored("d1", "r-3", 3, 1003));

        assertOnly(Fault.REORDERED, "d1 has r-4 behind r-3 in its history, newest first");
    }

    @Test
    void aRowThatWasNeverSentSoIsAltered() {
        log.add(new Stored("d1", "r-9", 9, 1009));

        assertOnly(Fault.ALTERED, "d1 has r-9 with n 9 and ts 1009 in its history, which it never sent so");
    }

    @Test
    void aRowWithTheContentOfAnotherReportIsAlteredAndItsOwnIsLost() {
        log.set(log.indexOf(new Stored("d1", "r-3", 3, 1003)), new Stored("d1", "r-3", 2, 1002));

        Verdict verdict = judge();

        assertThat(verdict.count(Fault.ALTERED)).isOne();
        assertThat(verdict.count(Fault.LOST)).isOne();
    }

    @Test
    void aStateOlderThanTheNewestReportIsWrong() {
        log.remove(new State("d2", 5, 5));
        log.add(new State("d2", 4, 4));

        assertOnly(Fault.WRONG_STATE, "d2 stands at r-4 in version 4, its newest report is r-5");
    }

    @Test
    void aDeviceWithoutAStateIsWrong() {
        log.remove(new State("d2", 5, 5));

        assertOnly(Fault.WRONG_STATE, "d2 has no state, its newest report is r-5");
    }

    @Test
    void anOlderVersionAfterANewerOnOneConnectionIsReordered() {
        swap(new Pushed("w1", 1, "d1", 1, 1, 0), new Pushed("w1", 1, "d1", 3, 3, 0));

        assertOnly(Fault.REORDERED,
                "w1 was told version 1 (r-1) of d1 after version 3 (r-3) on connection 1");
    }

    @Test
    void aVersionAgainOnOneConnectionIsRepeated() {
        log.add(new Pushed("w2", 2, "d2", 5, 5, 0));

        assertOnly(Fault.REPEATED, "w2 was told version 5 of d2 again on connection 2");
    }

    @Test
    void aVersionAgainOnANewConnectionIsAllowed() {
        log.add(new Pushed("w1", 2, "d1", 5, 5, 0));

        assertThat(judge().passed()).isTrue();
    }

    @Test
    void aWatcherThatEndsWithAnOlderStateIsStale() {
        log.remove(new Pushed("w2", 2, "d2", 5, 5, 0));

        assertOnly(Fault.STALE_WATCHER, "w2 was last told r-2 of d2, whose newest report is r-5");
    }

    @Test
    void aWatcherThatWasNeverToldOfADeviceIsStale() {
        log.removeIf(entry -> entry instanceof Pushed push && push.watcher().equals("w2"));

        assertOnly(Fault.STALE_WATCHER, "w2 was last told nothing of d2, whose newest report is r-5");
    }

    @Test
    void aWatcherThatFallsBackOnANewConnectionIsStale() {
        log.add(new Pushed("w1", 2, "d1", 4, 4, 0));

        assertOnly(Fault.STALE_WATCHER, "w1 was last told r-4 of d1, whose newest report is r-5");
    }

    @Test
    void anUnconfirmedReportMayBeAbsent() {
        log.add(new Sent("d1", 6, 1006));

        assertThat(judge().passed()).isTrue();
    }

    @Test
    void anUnconfirmedReportMayBePresentAndIsThenTheNewest() {
        log.add(new Sent("d1", 6, 1006));
        log.add(log.indexOf(new Stored("d1", "r-5", 5, 1005)), new Stored("d1", "r-6", 6, 1006));
        log.remove(new State("d1", 5, 5));
        log.add(new State("d1", 6, 6));
        log.add(new Pushed("w1", 1, "d1", 6, 6, 0));

        assertThat(judge().passed()).isTrue();
    }

    @Test
    void anUnconfirmedReportThatTheHistoryHasMustShowInTheState() {
        log.add(new Sent("d1", 6, 1006));
        log.add(log.indexOf(new Stored("d1", "r-5", 5, 1005)), new Stored("d1", "r-6", 6, 1006));
        log.add(new Pushed("w1", 1, "d1", 6, 6, 0));

        assertOnly(Fault.WRONG_STATE, "d1 stands at r-5 in version 5, its newest report is r-6");
    }

    @Test
    void aReportThatTookLongerToAWatcherThanItMayIsLate() {
        log.add(new Sent("d1", 6, 2000));
        log.add(log.indexOf(new Stored("d1", "r-5", 5, 1005)), new Stored("d1", "r-6", 6, 2000));
        log.remove(new State("d1", 5, 5));
        log.add(new State("d1", 6, 6));
        log.add(new Pushed("w1", 1, "d1", 6, 6, 2500));
        log.sort(Comparator.comparingInt(entry -> Entry.KINDS.indexOf(entry.getClass())));

        assertThat(Judgement.on(log, Duration.ofMillis(500)).passed()).isTrue();
        assertThat(Judgement.on(log, Duration.ofMillis(499)).examples(Fault.LATE))
                .containsExactly("w1 was told r-6 of d1 or a later one only after 500 ms");
    }

    @Test
    void aRepeatOnTheWireThatIsStoredOnceIsAllowed() {
        log.add(new Sent("d1", 3, 1003));

        Verdict verdict = judge();

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.resent).isOne();
    }

    @Test
    void aRunInWhichNothingWasConfirmedProvesNothing() {
        assertThat(Judgement.on(List.of()).passed()).isFalse();
    }

    @Test
    void onlyTheFirstTenExamplesAreKeptAndAllAreCounted() {
        for (int i = 0; i < 25; i++) {
            log.add(new Stored("d1", "r-1", 1, 1001));
        }
        Verdict verdict = judge();

        assertThat(verdict.count(Fault.REPEATED)).isEqualTo(25);
        assertThat(verdict.examples(Fault.REPEATED)).hasSize(10);
    }

    @Test
    void aLogThatSpeaksOfAStrangerIsRefused() {
        log.add(new Sent("d9", 1, 1));

        assertThatThrownBy(this::judge).hasMessageContaining("device d9, which took no part");
    }

    @Test
    void theFilesAloneLeadToTheSameVerdict(@TempDir Path directory) throws Exception {
        log.remove(new Stored("d1", "r-3", 3, 1003));
        try (Journal journal = new Journal(directory.resolve("run"))) {
            log.forEach(journal::append);
        }
        assertThat(Judgement.on(directory.resolve("run"), Plan.NEVER_LATE)).hasToString(judge().toString());
    }

    private Verdict judge() {
        log.sort(Comparator.comparingInt(entry -> Entry.KINDS.indexOf(entry.getClass())));
        return Judgement.on(log);
    }

    private void assertOnly(Fault fault, String example) {
        Verdict verdict = judge();
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.examples(fault)).containsExactly(example);
        assertThat(verdict.toString()).contains(fault.words).contains(example).contains("FAILED");
        assertThat(Arrays.stream(Fault.values()).filter(other -> verdict.count(other) > 0)).containsExactly(fault);
    }

    private void swap(Entry one, Entry other) {
        int first = log.indexOf(one);
        int second = log.indexOf(other);
        log.set(first, other);
        log.set(second, one);
    }

    private static List<Entry> cleanLog() {
        List<Entry> log = new ArrayList<>(List.of(new Device("d1", "retail"), new Device("d2", "rubbish"),
                new Watching("w1", Watching.ALL), new Watching("w2", "rubbish")));
        for (String sn : List.of("d1", "d2")) {
            for (int n = 1; n <= 5; n++) {
                log.add(new Sent(sn, n, 1000 + n));
                log.add(new Confirmed(sn, n, 1002 + n));
            }
            for (int n = 5; n >= 1; n--) {
                log.add(new Stored(sn, "r-" + n, n, 1000 + n));
            }
            log.add(new State(sn, 5, 5));
        }
        // A slow watcher is told the newest state only: versions may be left out
        for (int n : new int[]{1, 3, 5}) {
            log.add(new Pushed("w1", 1, "d1", n, n, 0));
            log.add(new Pushed("w1", 1, "d2", n, n, 0));
        }
        log.add(new Pushed("w2", 1, "d2", 2, 2, 0));
        log.add(new Pushed("w2", 2, "d2", 5, 5, 0));
        return log;
    }
}
