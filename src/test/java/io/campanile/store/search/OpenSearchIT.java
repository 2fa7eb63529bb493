package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.Search;
import io.campanile.domain.message.Search.Entry;
import io.campanile.fixture.RealOpenSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index that all nodes share, in a real OpenSearch: it finds what Lucene finds. */
@Tag("faults")
class OpenSearchIT extends SearchContract {

    private static final int MESSAGES = 5_000;
    private static final int SEARCHES = 400;
    private static final int PAGE = 50;

    @TempDir
    static Path directory;
    private static RealOpenSearch server;

    private OpenSearch search;

    @BeforeAll
    static void start() throws IOException {
        server = RealOpenSearch.start(directory.resolve("opensearch"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        // None when it was skipped
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Search open() {
        server.clear();
        search = new OpenSearch(server.address());
        return search;
    }

    @Override
    protected void settle() {
        server.refresh();
    }

    @Test
    void findsWhatLuceneFinds() {
        SpokenText spoken = new SpokenText(11);
        List<Entry> entries = IntStream.rangeClosed(1, MESSAGES)
                .mapToObj(i -> new Entry(i, i % 3 == 0 ? "u:a:b" : ALL, i, i * 10L, spoken.sentence())).toList();
        search.add(entries, MESSAGES);
        settle();
        try (LuceneSearch lucene = new LuceneSearch(directory.resolve("lucene"), Clock.systemUTC())) {
            lucene.add(entries, MESSAGES);
            for (int i = 0; i < SEARCHES; i++) {
                Entry entry = entries.get(spoken.below(MESSAGES));
                String text = i % 2 == 0 ? spoken.pair(entry.text()) : spoken.part(entry.text());
                if (!text.isBlank()) {
                    Query query = new Query(entry.conversationId(), i % 3 == 0 ? Long.MAX_VALUE : entry.seq() + 1, i % 5 == 0 ? entry.seq() / 2 : 0,
                            i % 4 == 0 ? entry.timestamp() / 2 : 0, Long.MAX_VALUE, text, PAGE);
                    assertThat(search.find(query)).as(query.toString()).isEqualTo(lucene.find(query));
                }
            }
        }
    }

    @Test
    void aNodeThatComesFindsHowFarTheOthersAre() {
        search.add(List.of(new Entry(1, ALL, 1, 1_000, "告警")), 42);

        assertThat(new OpenSearch(server.address()).begin()).isEqualTo(42);
    }
}
