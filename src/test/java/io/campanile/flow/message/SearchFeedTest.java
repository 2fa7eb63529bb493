package io.campanile.flow.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.Search;
import io.campanile.domain.message.StoredMessages;
import io.campanile.fixture.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the index follows the database (CAPABILITIES 2.23). */
class SearchFeedTest implements StoredMessages, Search {

    private final TreeMap<Long, Stored> stored = new TreeMap<>();
    /** What the index has: a message that is added twice is there twice. */
    private final List<Long> added = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private final TestClock clock = new TestClock(0);
    private final SearchFeed feed = new SearchFeed(this, this, clock);
    private long position;
    private boolean away;
    private boolean unreadable;
    private SearchFeed resting;

    @Test
    void addsEverythingInPagesAndGoesOnWhereTheIndexIs() {
        store(1, 2_500);
        feed.follow();
        store(2_501, 2_600);
        new SearchFeed(this, this, clock).follow();

        assertThat(added).hasSize(2_600).doesNotHaveDuplicates();
        assertThat(position).isEqualTo(2_600);
    }

    @Test
    void aTransactionThatIsDoneLateIsNotMissed() {
        store(1, 3);
        store(6, 8);
        feed.follow();
        assertThat(added).containsExactly(1L, 2L, 3L, 6L, 7L, 8L);
        assertThat(position).as("what a crash would begin after").isEqualTo(3);

        store(5, 5);
        feed.follow();
        assertThat(position).isEqualTo(3);
        store(4, 4);
        feed.follow();

        assertThat(added).containsExactly(1L, 2L, 3L, 6L, 7L, 8L, 5L, 4L);
        assertThat(position).isEqualTo(8);
    }

    @Test
    void aTransactionThatWasRolledBackIsNotAwaitedForEver() {
        store(1, 1);
        store(3, 3);
        feed.follow();
        clock.advance(Duration.ofSeconds(61));

        feed.follow();

        assertThat(position).isEqualTo(3);
    }

    @Test
    void whatWasDeletedLongAgoIsPassedOver() {
        store(5_000_000, 5_000_001);

        feed.follow();

        assertThat(added).hasSize(2);
        assertThat(position).isEqualTo(5_000_000 - 10_001);
    }

    @Test
    void beginsAgainWhereTheIndexIsAfterAFailure() {
        store(1, 10);
        away = true;
        feed.follow();
        assertThat(added).isEmpty();

        away = false;
        feed.follow();

        assertThat(added).hasSize(10);
    }

    @Test
    void whatLiesAfterAMissingMessageIsThereOnceAfterAFailureOfTheIndex() {
        store(1, 2);
        store(4, 5);
        feed.follow();
        store(3, 3);
        away = true;
        feed.follow();

        away = false;
        feed.follow();

        assertThat(added).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(position).isEqualTo(5);
    }

    @Test
    void goesOnWhereItWasWhenTheDatabaseCouldNotBeRead() {
        store(1, 2);
        store(4, 5);
        feed.follow();
        store(3, 3);
        store(6, 6);
        unreadable = true;
        feed.follow();
        assertThat(added).as("not half of it").containsExactly(1L, 2L, 4L, 5L);

        unreadable = false;
        feed.follow();

        assertThat(added).as("nothing was added again").containsExactly(1L, 2L, 4L, 5L, 3L, 6L);
        assertThat(position).isEqualTo(6);
    }

    @Test
    void restsAfterAFullPageAsLongAsThatTookWhileASearchMayAddMore() {
        store(1, 3_500);
        List<Long> pauses = new ArrayList<>();
        resting = new SearchFeed(this, this, clock, () -> 1_000L * added.size(), pause -> {
            pauses.add(pause);
            if (pauses.size() == 1) {
                // Gives up where the feed keeps its lock
                CompletableFuture.runAsync(resting::catchUp).join();
            }
        });

        resting.follow();

        assertThat(added).hasSize(3_500).doesNotHaveDuplicates();
        assertThat(pauses).as("the second page was added by the search, and the last one is not full").containsExactly(1_000_000L, 1_000_000L);
    }

    @Test
    void forgetsOnceInAWhileWhatTheDatabaseNoLongerKeeps() {
        store(Duration.ofDays(3).toMillis(), Duration.ofDays(3).toMillis() + 1);
        feed.follow();
        clock.advance(Duration.ofHours(1));

        feed.follow();
        feed.follow();

        assertThat(forgotten).containsExactly(Duration.ofDays(2).toMillis());
    }

    @Test
    void takesTheTextsOutOfAnyContent() {
        assertThat(MessageText.of("\"三号楼告警\"")).isEqualTo("三号楼告警");
        assertThat(MessageText.of("{\"caption\":\"a\",\"file\":{\"name\":\"b.png\",\"size\":3},\"tags\":[\"c\",null]}")).isEqualTo("a\nb.png\nc");
        assertThat(MessageText.of("{broken")).isEqualTo("{broken");
    }

    private void store(long from, long to) {
        for (long at = from; at <= to; at++) {
            stored.put(at, new Stored(at, new NumberedMessage(new Message("m" + at, "r:room", "ada", null, "room", "text", "\"t\"",
                    0, 5, at, null, List.of()), at)));
        }
    }

    @Override
    public List<Stored> after(long last, int limit) {
        if (unreadable) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "unreadable");
        }
        return stored.tailMap(last, false).values().stream().limit(limit).toList();
    }

    @Override
    public List<Stored> at(Collection<Long> positions) {
        return positions.stream().filter(stored::containsKey).map(stored::get).toList();
    }

    @Override
    public List<NumberedMessage> numbered(String conversationId, Collection<Long> seqs) {
        return seqs.stream().filter(stored::containsKey).map(seq -> stored.get(seq).numbered()).toList();
    }

    @Override
    public List<Long> find(MessageHistory.Query query) {
        return List.of();
    }

    @Override
    public long begin() {
        added.removeIf(at -> at > position);
        return position;
    }

    @Override
    public void add(List<Entry> entries, long upTo) {
        if (away) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "away");
        }
        entries.forEach(entry -> added.add(entry.position()));
        position = upTo;
    }

    @Override
    public void forgetBefore(long timestamp) {
        forgotten.add(timestamp);
    }
}
