package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.Search;
import io.campanile.domain.message.Search.Entry;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found by which words (CAPABILITIES 2.23), whatever keeps the index. */
abstract class SearchContract {

    protected static final String ALL = "r:room";

    private Search search;

    /** One that is empty. */
    protected abstract Search open() throws Exception;

    /** Lets what was added be found. */
    protected abstract void settle();

    @BeforeEach
    void begin() throws Exception {
        search = open();
        assertThat(search.begin()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "三号楼的机器人发出告警请马上处理, 告警", "三号楼的机器人发出告警请马上处理, 人发", "告警, 告警", "告警, 警", "好, 好",
        "Battery LOW in Robot 7, battery low", "Battery LOW in Robot 7, robot", "Battery LOW in Robot 7, atte", "Battery LOW in Robot 7, 7", "ＡＢＣ１２３, abc1",
        "wifi密码是多少, Fi密", "STRASSE und Straße, STRAẞE", "👍🙂, 👍🙂", "'a, b', ', '", "'say \"no\" + (never)', '\" + ('"})
    void findsWhateverTheTextContains(String text, String sought) {
        add(new Entry(1, ALL, 1, 1_000, text));

        assertThat(found(sought)).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"告诉警察, 告警", "告，警, 告警", "battery low, batterylow", "abcbcd, abcd", "警告, 告警", "👍a🙂, 👍🙂"})
    void findsNothingElse(String text, String sought) {
        add(new Entry(1, ALL, 1, 1_000, text));

        assertThat(found(sought)).isEmpty();
    }

    @Test
    void pagesANarrowedConversationNewestFirst() {
        add(LongStream.rangeClosed(1, 100).boxed()
                .flatMap(seq -> Stream.of(new Entry(2 * seq - 1, ALL, seq, seq * 10, "告警" + seq), new Entry(2 * seq, "u:a:b", seq, seq * 10, "告警")))
                .toArray(Entry[]::new));

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
        add(new Entry(1, ALL, 1, 1_000, "告警"));

        search.begin();
        add(new Entry(1, ALL, 1, 1_000, "告警"));

        assertThat(found("告警")).containsExactly(1L);
    }

    @Test
    void whatIsOlderThanIsKeptIsNotFound() {
        add(new Entry(1, ALL, 1, 999, "告警"), new Entry(2, ALL, 2, 1_000, "告警"));

        search.forgetBefore(1_000);

        await().untilAsserted(() -> {
            settle();
            assertThat(found("告警")).containsExactly(2L);
        });
    }

    @Test
    void refusesWhatCannotBeSought() {
        assertThatThrownBy(() -> found("")).isInstanceOf(CodedException.class).hasMessageStartingWith("q: must have 1 to 256 characters");
        assertThatThrownBy(() -> found("  ")).isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> found("x".repeat(257))).isInstanceOf(CodedException.class);
        assertThat(found("x".repeat(256))).isEmpty();
    }

    private void add(Entry... entries) {
        search.add(List.of(entries), entries.length);
        settle();
    }

    private List<Long> found(String text) {
        return search.find(query(text));
    }

    protected static Query query(String text) {
        return new Query(ALL, Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, text, 50);
    }
}
