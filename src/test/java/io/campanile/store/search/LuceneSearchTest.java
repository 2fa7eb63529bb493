package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.Search.Entry;
import io.campanile.fixture.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found by which words (CAPABILITIES 2.23), and what a crash leaves. */
class LuceneSearchTest {

    private static final String ALL = "r:room";

    @TempDir
    Path directory;
    private final TestClock clock = new TestClock(1_000_000);
    private LuceneSearch search;

    private LuceneSearch open() {
        search = new LuceneSearch(directory.resolve("search"), clock);
        return search;
    }

    @AfterEach
    void close() {
        search.close();
    }

    @ParameterizedTest
    @CsvSource({
        "三号楼的机器人发出告警请马上处理, 告警", "三号楼的机器人发出告警请马上处理, 人发", "告警, 告警", "告警, 警", "好, 好",
        "Battery LOW in Robot 7, battery low", "Battery LOW in Robot 7, robot", "Battery LOW in Robot 7, atte", "Battery LOW in Robot 7, 7", "ＡＢＣ１２３, abc1",
        "wifi密码是多少, Fi密", "STRASSE und Straße, STRAẞE", "👍🙂, 👍🙂", "'a, b', ', '", "'say \"no\" + (never)', '\" + ('"})
    void findsWhateverTheTextContains(String text, String sought) {
        open().add(List.of(new Entry(ALL, 1, 1_000, text)), 1);

        assertThat(found(sought)).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"告诉警察, 告警", "告，警, 告警", "battery low, batterylow", "abcbcd, abcd", "警告, 告警", "👍a🙂, 👍🙂"})
    void findsNothingElse(String text, String sought) {
        open().add(List.of(new Entry(ALL, 1, 1_000, text)), 1);

        assertThat(found(sought)).isEmpty();
    }

    @Test
    void pagesANarrowedConversationNewestFirst() {
        open().add(Stream.iterate(1L, seq -> seq + 1).limit(100)
                .flatMap(seq -> Stream.of(new Entry(ALL, seq, seq * 10, "告警" + seq), new Entry("u:a:b", seq, seq * 10, "告警"))).toList(), 200);

        assertThat(search.find(new Query(ALL, Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, "告警", 3))).containsExactly(100L, 99L, 98L);
        assertThat(search.find(new Query(ALL, 98, 0, 0, Long.MAX_VALUE, "告警", 2))).containsExactly(97L, 96L);
        assertThat(search.find(new Query(ALL, Long.MAX_VALUE, 10, 0, Long.MAX_VALUE, "告警", 3))).as("the nearest above").containsExactly(13L, 12L, 11L);
        assertThat(search.find(new Query(ALL, Long.MAX_VALUE, 0, 500, 520, "告警", 10))).containsExactly(52L, 51L, 50L);
        assertThat(search.find(new Query(ALL, 0, 0, 0, Long.MAX_VALUE, "告警", 10))).isEmpty();
        assertThat(search.find(new Query(ALL, Long.MAX_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, "告警", 10))).isEmpty();
        assertThat(search.find(new Query(ALL, Long.MAX_VALUE, 0, 520, 500, "告警", 10))).isEmpty();
        assertThat(search.find(new Query("u:a", Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, "告警", 10))).isEmpty();
    }

    @Test
    void aMessageThatIsAddedAgainIsFoundOnce() {
        open().add(List.of(new Entry(ALL, 1, 1_000, "告警")), 1);
        search.add(List.of(new Entry(ALL, 1, 1_000, "告警")), 1);

        assertThat(found("告警")).containsExactly(1L);
    }

    @Test
    void whatIsOlderThanIsKeptIsNotFound() {
        open().add(List.of(new Entry(ALL, 1, 999, "告警"), new Entry(ALL, 2, 1_000, "告警")), 2);

        search.forgetBefore(1_000);

        assertThat(found("告警")).containsExactly(2L);
    }

    @Test
    void refusesWhatCannotBeSought() {
        open();

        assertThatThrownBy(() -> found("")).isInstanceOf(CodedException.class).hasMessageStartingWith("q: must have 1 to 256 characters");
        assertThatThrownBy(() -> found("  ")).isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> found("x".repeat(257))).isInstanceOf(CodedException.class);
        assertThat(found("x".repeat(256))).isEmpty();
    }

    @Test
    void knowsAfterACrashHowFarItIs() throws IOException {
        open().add(List.of(new Entry(ALL, 1, 1_000, "first")), 1);
        clock.advance(Duration.ofSeconds(5));
        search.add(List.of(new Entry(ALL, 2, 1_000, "second")), 2);
        search.add(List.of(new Entry(ALL, 3, 1_000, "third")), 3);
        Path copy = copyAsAfterACrash();

        try (LuceneSearch after = new LuceneSearch(copy, clock)) {
            assertThat(after.position()).isEqualTo(2);
            assertThat(after.find(query("second"))).containsExactly(2L);
            assertThat(after.find(query("third"))).as("to be added again").isEmpty();
        }
        search.close();
        assertThat(open().position()).as("after an end in good order").isEqualTo(3);
    }

    @Test
    void anIndexThatCannotBeReadIsMadeAnew() throws IOException {
        open().add(List.of(new Entry(ALL, 1, 1_000, "first")), 1);
        search.close();
        try (Stream<Path> files = Files.list(directory.resolve("search"))) {
            for (Path file : files.filter(name -> name.getFileName().toString().startsWith("segments_")).toList()) {
                Files.writeString(file, "no index");
            }
        }

        assertThat(open().position()).isZero();
        search.add(List.of(new Entry(ALL, 1, 1_000, "first")), 1);
        assertThat(found("first")).containsExactly(1L);
    }

    private Path copyAsAfterACrash() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("copy"));
        try (Stream<Path> files = Files.list(directory.resolve("search"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private List<Long> found(String text) {
        return search.find(query(text));
    }

    private static Query query(String text) {
        return new Query(ALL, Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, text, 50);
    }
}
