package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.StoredMessages;
import io.campanile.fixture.TestClock;
import io.campanile.flow.message.SearchFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages are stored out of order, the database and the index fail, and the node crashes, all by chance: then each message is
 * found, and once.
 */
class SearchFeedFaultsTest implements StoredMessages {

    private static final int STEPS = 100;
    /** In steps: so long some transactions take, which is less than the feed waits for them. */
    private static final int LONGEST = 30;
    private static final Duration STEP = Duration.ofSeconds(1);

    @TempDir
    Path directory;
    private final TestClock clock = new TestClock(0);
    private final TreeMap<Long, Stored> stored = new TreeMap<>();
    /** When they are stored at last. */
    private final TreeMap<Long, Integer> underWay = new TreeMap<>();
    private boolean unreadable;
    private long positions;
    private int crashes;
    private LuceneSearch search;
    private SearchFeed feed;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachMessageIsFoundOnce(long seed) throws IOException {
        Random random = new Random(seed);
        start(directory.resolve("0"));
        for (int step = 0; step < STEPS; step++) {
            underWay.put(++positions, step + (random.nextInt(3) == 0 ? random.nextInt(LONGEST) : 0));
            store(step);
            unreadable = random.nextInt(5) == 0;
            feed.follow();
            if (random.nextInt(10) == 0) {
                crash();
            } else if (random.nextInt(10) == 0) {
                // Its writer takes no more
                search.close();
            }
            clock.advance(STEP);
        }
        store(STEPS + LONGEST);
        unreadable = false;
        feed.follow();
        feed.follow();

        assertThat(crashes).isPositive();
        assertThat(search.find(new Query("r:room", Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, "said", STEPS * 2)))
                .containsExactlyElementsOf(stored.descendingKeySet());
        search.close();
    }

    private void start(Path index) {
        search = new LuceneSearch(index, clock);
        feed = new SearchFeed(this, search, clock);
    }

    /** What had not been committed is not in the files. */
    private void crash() throws IOException {
        Path copy = Files.createDirectories(directory.resolve(String.valueOf(crashes + 1)));
        try (Stream<Path> files = Files.list(directory.resolve(String.valueOf(crashes)))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        crashes++;
        search.close();
        start(copy);
    }

    private void store(int step) {
        underWay.forEach((at, until) -> {
            if (until <= step) {
                stored.put(at, new Stored(at, new NumberedMessage(new Message("m" + at, "r:room", "ada", null, "room", "text",
                        "\"said\"", 0, 5, at, null, List.of()), at)));
            }
        });
        underWay.keySet().removeAll(stored.keySet());
    }

    @Override
    public List<Stored> after(long position, int limit) {
        if (unreadable) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the database is away");
        }
        return stored.tailMap(position, false).values().stream().limit(limit).toList();
    }

    @Override
    public List<Stored> at(Collection<Long> positions) {
        return positions.stream().filter(stored::containsKey).map(stored::get).toList();
    }

    @Override
    public List<NumberedMessage> numbered(String conversationId, Collection<Long> seqs) {
        return seqs.stream().map(stored::get).map(Stored::numbered).toList();
    }
}
