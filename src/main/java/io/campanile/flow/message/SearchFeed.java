package io.campanile.flow.message;

import io.campanile.domain.message.Message;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.Search;
import io.campanile.domain.message.Search.Entry;
import io.campanile.domain.message.StoredMessages;
import io.campanile.domain.message.StoredMessages.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages from the database to the index, in the order of their positions. A position that is missing may belong to a
 * transaction that is not done yet: it is looked for again until nobody can come with it any more, and only what lies before
 * it counts as added. After a crash, or a failure of the index, it begins again where the index is. What the database no
 * longer keeps, the index forgets within a day or so. Thread-safe; blocks.
 */
public final class SearchFeed {

    private static final Logger LOG = LoggerFactory.getLogger(SearchFeed.class);
    private static final int PAGE = 1_000;
    /** A transaction takes less; the database would have given it up before. */
    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    /** By how much the times of messages may contradict the order in which they are stored, such as after an outage. */
    private static final Duration DISORDER = Duration.ofDays(1);
    private static final long PATIENCE_MS = 200;
    /** More than are ever under way; a larger hole is where messages were deleted. */
    private static final int MOST_MISSING = 10_000;

    private final StoredMessages stored;
    private final Search search;
    private final Clock clock;
    private final LongSupplier ticker;
    private final LongConsumer pause;
    /** Since when they are missing, ms. */
    private final TreeMap<Long, Long> missing = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean begun;
    private boolean failing;
    private long highest;
    private long forgotAt;

    public SearchFeed(StoredMessages stored, Search search, Clock clock) {
        this(stored, search, clock, System::nanoTime, LockSupport::parkNanos);
    }

    /** @param ticker counts ns @param pause lets so many ns pass */
    SearchFeed(StoredMessages stored, Search search, Clock clock, LongSupplier ticker, LongConsumer pause) {
        this.stored = stored;
        this.search = search;
        this.clock = clock;
        this.ticker = ticker;
        this.pause = pause;
    }

    /**
     * Adds all that there is by now, and rests after each full page for as long as that took: messages are more urgent. What
     * fails is told in the log, and done with the next call.
     */
    public void follow() {
        long begun = ticker.getAsLong();
        while (attemptAlone() == PAGE) {
            // Not under the lock, so that a search need not wait too
            pause.accept(ticker.getAsLong() - begun);
            begun = ticker.getAsLong();
        }
    }

    private int attemptAlone() {
        lock.lock();
        try {
            return attempt();
        } finally {
            lock.unlock();
        }
    }

    /** Adds what came last, so that a search finds it; gives up while the index is far behind. */
    public void catchUp() {
        try {
            if (lock.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                try {
                    attempt();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int attempt() {
        try {
            if (!begun) {
                highest = search.begin();
                missing.clear();
                begun = true;
            }
            List<Stored> late = missing.isEmpty() ? List.of() : stored.at(List.copyOf(missing.keySet()));
            List<Stored> page = stored.after(highest, PAGE);
            // Up to here nothing has changed, and what failed can just be tried again; from here on the index may be behind the feed
            begun = false;
            add(late, page);
            forget();
            begun = true;
            failing = false;
            return page.size();
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn("messages cannot be added to the search index, trying again: {}", e.toString());
            }
            return 0;
        }
    }

    private void forget() {
        long now = clock.millis();
        if (now - forgotAt >= FORGET_EVERY.toMillis()) {
            forgotAt = now;
            stored.after(0, 1).forEach(first -> search.forgetBefore(first.numbered().message().timestamp() - DISORDER.toMillis()));
        }
    }

    private void add(List<Stored> late, List<Stored> page) {
        List<Entry> entries = new ArrayList<>();
        late.forEach(message -> entries.add(entry(message)));
        late.forEach(message -> missing.remove(message.position()));
        missing.values().removeIf(since -> clock.millis() - since > LATEST.toMillis());
        for (Stored message : page) {
            entries.add(entry(message));
            for (long gap = Math.max(highest + 1, message.position() - MOST_MISSING); gap < message.position(); gap++) {
                missing.put(gap, clock.millis());
            }
            highest = message.position();
        }
        while (missing.size() > MOST_MISSING) {
            missing.pollFirstEntry();
        }
        Map.Entry<Long, Long> first = missing.firstEntry();
        search.add(entries, first == null ? highest : first.getKey() - 1);
    }

    private static Entry entry(Stored stored) {
        NumberedMessage numbered = stored.numbered();
        Message message = numbered.message();
        return new Entry(stored.position(), message.conversationId(), numbered.seq(), message.timestamp(), MessageText.of(message.content()));
    }
}
