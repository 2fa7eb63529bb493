package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Search;
import io.campanile.domain.message.Search.Entry;
import io.campanile.fixture.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of one node, and what a crash leaves of it. */
class LuceneSearchTest extends SearchContract {

    @TempDir
    Path directory;
    private final TestClock clock = new TestClock(1_000_000);
    private LuceneSearch search;

    @Override
    protected Search open() {
        search = new LuceneSearch(directory.resolve("search"), clock);
        return search;
    }

    @Override
    protected void settle() {
        // What was added is found
    }

    @AfterEach
    void close() {
        search.close();
    }

    @Test
    void knowsAfterACrashHowFarItIs() throws IOException {
        search.add(List.of(new Entry(1, ALL, 1, 1_000, "first")), 1);
        clock.advance(Duration.ofSeconds(5));
        search.add(List.of(new Entry(2, ALL, 2, 1_000, "second")), 2);
        search.add(List.of(new Entry(3, ALL, 3, 1_000, "third")), 3);
        Path copy = copyAsAfterACrash();

        try (LuceneSearch after = new LuceneSearch(copy, clock)) {
            assertThat(after.begin()).isEqualTo(2);
            assertThat(after.find(query("second"))).containsExactly(2L);
            assertThat(after.find(query("third"))).as("to be added again").isEmpty();
        }
        search.close();
        assertThat(open().begin()).as("after an end in good order").isEqualTo(3);
    }

    @Test
    void anIndexThatCannotBeReadIsMadeAnew() throws IOException {
        search.add(List.of(new Entry(1, ALL, 1, 1_000, "first")), 1);
        search.close();
        try (Stream<Path> files = Files.list(directory.resolve("search"))) {
            for (Path file : files.filter(name -> name.getFileName().toString().startsWith("segments_")).toList()) {
                Files.writeString(file, "no index");
            }
        }

        assertThat(open().begin()).isZero();
        search.add(List.of(new Entry(1, ALL, 1, 1_000, "first")), 1);
        assertThat(search.find(query("first"))).containsExactly(1L);
    }

    @Test
    void whatWasCommittedAfterAMissingMessageIsFoundOnceAfterACrash() throws IOException {
        clock.advance(Duration.ofSeconds(5));
        search.add(List.of(said(1), said(3), said(4)), 1);
        Path copy = copyAsAfterACrash();

        try (LuceneSearch after = new LuceneSearch(copy, clock)) {
            assertThat(after.begin()).isEqualTo(1);
            after.add(List.of(said(2), said(3), said(4)), 4);
            assertThat(after.find(query("said"))).containsExactly(4L, 3L, 2L, 1L);
        }
    }

    @Test
    void whatWasCommittedAfterAMissingMessageIsFoundOnceAfterTheWriterFailed() {
        search.add(List.of(said(1), said(3)), 1);
        search.close();
        assertThatThrownBy(() -> search.add(List.of(said(4)), 1)).isInstanceOf(CodedException.class);

        assertThat(search.begin()).isEqualTo(1);
        search.add(List.of(said(2), said(3), said(4)), 4);

        assertThat(search.find(query("said"))).containsExactly(4L, 3L, 2L, 1L);
    }

    @Test
    void whatIsToBeAddedAgainDoesNotCountAsAdded() {
        search.add(List.of(said(1)), 1);

        assertThat(search.begin()).isZero();
        search.close();

        assertThat(open().begin()).isZero();
        assertThat(search.find(query("said"))).isEmpty();
    }

    @Test
    void anIndexOfAFormerFormatIsMadeAnewThoughItIsNowhereComplete() throws IOException {
        // What former formats had was after no position either, so that it would stay
        search.add(List.of(said(0)), 0);
        search.close();
        setFormat("1");

        assertThat(open().begin()).isZero();

        assertThat(search.find(query("said"))).isEmpty();
    }

    private void setFormat(String format) throws IOException {
        try (Directory files = FSDirectory.open(directory.resolve("search"))) {
            Sort sort;
            try (DirectoryReader reader = DirectoryReader.open(files)) {
                sort = reader.leaves().get(0).reader().getMetaData().getSort();
            }
            try (IndexWriter writer = new IndexWriter(files, new IndexWriterConfig().setIndexSort(sort))) {
                writer.setLiveCommitData(Map.of("position", "0", "format", format).entrySet());
            }
        }
    }

    private static Entry said(long at) {
        return new Entry(at, ALL, at, 1_000, "said");
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
}
