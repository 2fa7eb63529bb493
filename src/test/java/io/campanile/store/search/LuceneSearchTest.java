package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Search;
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
        search.add(List.of(new Entry(ALL, 1, 1_000, "first")), 1);
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
        search.add(List.of(new Entry(ALL, 1, 1_000, "first")), 1);
        search.close();
        try (Stream<Path> files = Files.list(directory.resolve("search"))) {
            for (Path file : files.filter(name -> name.getFileName().toString().startsWith("segments_")).toList()) {
                Files.writeString(file, "no index");
            }
        }

        assertThat(open().position()).isZero();
        search.add(List.of(new Entry(ALL, 1, 1_000, "first")), 1);
        assertThat(search.find(query("first"))).containsExactly(1L);
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
