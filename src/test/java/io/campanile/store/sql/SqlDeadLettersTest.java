package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.domain.deadletter.DeadLetterStore.Page;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator may ask of the dead letters. */
class SqlDeadLettersTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private SqlDeadLetters letters;

    @BeforeEach
    void open() {
        letters = new SqlDeadLetters(DATABASE.dataSource());
    }

    @Test
    void aLetterIsReadAsItWasKeptWhateverItHolds() {
        byte[] body = {0, (byte) 0xC3, 0x28, 'x'};
        DeadLetter kept = new DeadLetter(DeadLetterId.at(5), "origin", "flow\0", "route", "cause \0 \uD83D", 3, "devices", "crumb\0", null,
                Map.of("name\0", "value\0\uDE00", "face", "\uD83D\uDE00"), body, true, 5, null);
        letters.keep(List.of(kept));

        DeadLetter read = letters.find(kept.id()).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(kept);
        assertThat(read.cause()).isEqualTo("cause \uFFFD \uFFFD");
        assertThat(read.headers()).containsEntry("face", "\uD83D\uDE00").containsEntry("name\uFFFD", "value\uFFFD\uFFFD");
    }

    @Test
    void whatIsAboutTheSameFailureIsKeptOnce() {
        DeadLetter letter = letter(1, "device-report", "bad");
        letters.keep(List.of(letter, letter(2, "device-report", "bad")));
        DeadLetter again = new DeadLetter(DeadLetterId.at(3), letter.origin(), "device-report", "r", "bad", 1, null, null, null, Map.of(),
                new byte[0], false, 3, null);
        letters.keep(List.of(letter, again));
        assertThat(ids(letters.page(DeadLetterFilter.ALL, null, false, 10))).hasSize(2).contains(letter.id());
    }

    @Test
    void pagesFollowTheTimeOfFailureInBothDirectionsAlsoWhenTheLastRowIsGone() {
        List<DeadLetter> kept = IntStream.range(0, 5).mapToObj(i -> letter(1_000 + i, "f", "bad")).toList();
        letters.keep(kept);
        Page first = letters.page(DeadLetterFilter.ALL, null, false, 2);
        assertThat(ids(first)).containsExactly(kept.get(0).id(), kept.get(1).id());
        assertThat(first.more()).isTrue();
        letters.discard(kept.get(1).id());
        Page second = letters.page(DeadLetterFilter.ALL, kept.get(1).id(), false, 3);
        assertThat(ids(second)).containsExactly(kept.get(2).id(), kept.get(3).id(), kept.get(4).id());
        assertThat(second.more()).isFalse();
        assertThat(ids(letters.page(DeadLetterFilter.ALL, kept.get(3).id(), true, 3))).containsExactly(kept.get(2).id(), kept.get(0).id());
    }

    @Test
    void aPageOfGiantsIsShort() {
        byte[] giant = new byte[500_000];
        letters.keep(IntStream.range(0, 20).mapToObj(i -> letter(1_000 + i, "f", "bad", giant)).toList());
        Page page = letters.page(DeadLetterFilter.ALL, null, false, 20);
        assertThat(page.letters()).hasSizeBetween(8, 10);
        assertThat(page.more()).isTrue();
    }

    @Test
    void filtersAddUp() {
        DeadLetter report = letter(1_000, "device-report", "ts: Required");
        DeadLetter push = letter(2_000, "push-broadcast", "ts: required");
        letters.keep(List.of(report, push));
        letters.markReplayed(push.id(), 3_000);
        assertThat(matching(new DeadLetterFilter("device-report", null, null, null, null, null))).containsExactly(report.id());
        assertThat(matching(new DeadLetterFilter(null, "route", "REQUIRED", null, null, null))).containsExactly(report.id(), push.id());
        assertThat(matching(new DeadLetterFilter(null, null, "%", null, null, null))).isEmpty();
        assertThat(matching(new DeadLetterFilter(null, null, null, true, null, null))).containsExactly(push.id());
        assertThat(matching(new DeadLetterFilter(null, null, null, null, 1_000L, 1_000L))).containsExactly(report.id());
        assertThat(matching(new DeadLetterFilter(null, null, null, null, 1_001L, 2_000L))).containsExactly(push.id());
        assertThat(letters.find(push.id()).orElseThrow().replayedAt()).isEqualTo(3_000);
        assertThat(letters.waiting(10)).isEqualTo(1);
    }

    @Test
    void discardingByAFilterStopsAtItsLimit() {
        letters.keep(IntStream.range(0, 5).mapToObj(i -> letter(1_000 + i, i == 0 ? "other" : "f", "bad")).toList());
        DeadLetterFilter filter = new DeadLetterFilter("f", null, null, null, null, null);
        assertThat(letters.discard(filter, 3)).isEqualTo(3);
        assertThat(letters.discard(filter, 3)).isEqualTo(1);
        assertThat(letters.waiting(10)).isEqualTo(1);
        assertThat(letters.discard("none")).isFalse();
    }

    private List<String> matching(DeadLetterFilter filter) {
        return ids(letters.page(filter, null, false, 10));
    }

    private static List<String> ids(Page page) {
        return page.letters().stream().map(DeadLetter::id).toList();
    }

    private static DeadLetter letter(long at, String flow, String cause) {
        return letter(at, flow, cause, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static DeadLetter letter(long at, String flow, String cause, byte[] body) {
        String id = DeadLetterId.at(at);
        return new DeadLetter(id, id, flow, "route", cause, 1, "topic", "crumb", null, Map.of("kafka.KEY", "sn1"), body, false, at, null);
    }
}
