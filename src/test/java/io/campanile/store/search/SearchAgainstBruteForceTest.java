package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.Search.Entry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Among 100,000 messages a search finds exactly what reading all of them finds, page by page; how long that takes is in the log.
 * {@code -Dsearch.messages=1000000} makes it a million.
 */
class SearchAgainstBruteForceTest {

    private static final Logger LOG = LoggerFactory.getLogger(SearchAgainstBruteForceTest.class);
    private static final int MESSAGES = Integer.getInteger("search.messages", 100_000);
    private static final int BATCH = 5_000;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int PAGE = 50;
    /** Half of the messages are in one conversation. */
    private static final List<String> CONVERSATIONS = List.of("r:large", "u:a:b", "u:a:c", "r:small");

    @TempDir
    static Path directory;
    private static final SpokenText SPOKEN = new SpokenText(7);
    private static final List<Entry> ENTRIES = new ArrayList<>();
    private static final List<String> FOLDED = new ArrayList<>();
    private static LuceneSearch search;

    @BeforeAll
    static void fill() {
        search = new LuceneSearch(directory, Clock.systemUTC());
        long begun = System.nanoTime();
        long[] seqs = new long[CONVERSATIONS.size()];
        for (int i = 0; i < MESSAGES; i++) {
            int conversation = i % 2 == 0 ? 0 : SPOKEN.below(CONVERSATIONS.size());
            ENTRIES.add(new Entry(i, CONVERSATIONS.get(conversation), ++seqs[conversation], i, SPOKEN.sentence()));
            FOLDED.add(Folding.fold(ENTRIES.get(i).text()));
            if (ENTRIES.size() % BATCH == 0) {
                search.add(ENTRIES.subList(ENTRIES.size() - BATCH, ENTRIES.size()), i);
            }
        }
        LOG.info("{} messages are in the index after {} ms", MESSAGES, (System.nanoTime() - begun) / 1_000_000);
        compare(50, false);
    }

    @AfterAll
    static void close() {
        search.close();
    }

    @Test
    void ofTwoCharacters() {
        compare(150, true);
    }

    @Test
    void ofOneToEightCharacters() {
        compare(150, false);
    }

    private static void compare(int searches, boolean pairs) {
        long[] nanos = new long[searches];
        long[] cpu = new long[searches];
        for (int i = 0; i < searches; i++) {
            Entry entry = ENTRIES.get(SPOKEN.below(MESSAGES));
            String text = pairs ? SPOKEN.pair(entry.text()) : SPOKEN.part(entry.text());
            if (text.isBlank()) {
                continue;
            }
            Query query = new Query(entry.conversationId(), i % 2 == 0 ? Long.MAX_VALUE : entry.seq(), 0,
                    i % 3 == 0 ? entry.timestamp() / 2 : 0, Long.MAX_VALUE, text, PAGE);
            long begun = System.nanoTime();
            long cpuBegun = CPU.getCurrentThreadCpuTime();
            List<Long> found = search.find(query);
            cpu[i] = CPU.getCurrentThreadCpuTime() - cpuBegun;
            nanos[i] = System.nanoTime() - begun;
            assertThat(found).as(query.toString()).isEqualTo(read(query));
        }
        Arrays.sort(nanos);
        Arrays.sort(cpu);
        LOG.info("{} searches among {} messages: p50 {} µs, p99 {} µs; of the processor p50 {} µs, p99 {} µs", searches, MESSAGES,
                nanos[searches / 2] / 1_000, nanos[searches * 99 / 100] / 1_000, cpu[searches / 2] / 1_000, cpu[searches * 99 / 100] / 1_000);
    }

    private static List<Long> read(Query query) {
        String sought = Folding.fold(query.text());
        List<Long> found = new ArrayList<>();
        for (int i = MESSAGES - 1; i >= 0 && found.size() < query.limit(); i--) {
            Entry entry = ENTRIES.get(i);
            if (entry.conversationId().equals(query.conversationId()) && entry.seq() < query.before() && entry.timestamp() >= query.from()
                    && FOLDED.get(i).contains(sought)) {
                found.add(entry.seq());
            }
        }
        return found;
    }
}
