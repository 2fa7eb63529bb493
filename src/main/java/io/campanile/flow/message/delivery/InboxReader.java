package io.campanile.flow.message.delivery;

import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Inboxes.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the inboxes off the event loops; again and again while the database is away. Pages that are wanted while all workers are busy
 * are read together. Thread-safe.
 */
final class InboxReader {

    private static final Logger LOG = LoggerFactory.getLogger(InboxReader.class);
    private static final long PAUSE_MS = 1_000;
    /** So many messages at once may be on their way from the database; a page counts as so many at least, as its inbox may be held. */
    private static final int MOST = 4_096;
    private static final int LEAST = 128;

    private final Inboxes inboxes;
    private final Executor workers;
    private final Timers timers;
    private final Queue<Wanted> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean away = new AtomicBoolean();

    private record Wanted(Reading reading, BooleanSupplier still, Consumer<Page> then) {
    }

    /** @param workers so many ask at a time; the others wait their turn */
    InboxReader(Inboxes inboxes, Executor workers, Timers timers) {
        this.inboxes = inboxes;
        this.workers = workers;
        this.timers = timers;
    }

    /** @param wanted asked before each attempt */
    <T> void ask(Function<Inboxes, T> question, BooleanSupplier wanted, Consumer<T> then) {
        workers.execute(() -> {
            if (wanted.getAsBoolean()) {
                attempt(question, then, () -> ask(question, wanted, then));
            }
        });
    }

    /** The same for a page. */
    void read(Reading reading, BooleanSupplier wanted, Consumer<Page> then) {
        waiting.add(new Wanted(reading, wanted, then));
        workers.execute(this::readWaiting);
    }

    /** Each that waits has such a turn, though most find that another one took it along. */
    private void readWaiting() {
        List<Wanted> batch = List.copyOf(next().values());
        if (!batch.isEmpty()) {
            attempt(present -> present.read(batch.stream().map(Wanted::reading).toList()), pages -> {
                for (int i = 0; i < batch.size(); i++) {
                    tell(batch.get(i), pages.get(i));
                }
                // One by one, so that none fails with another
            }, () -> batch.forEach(one -> ask(present -> present.read(List.of(one.reading())).get(0), one.still(), one.then())));
        }
    }

    private static void tell(Wanted wanted, Page page) {
        try {
            wanted.then().accept(page);
        } catch (RuntimeException e) {
            // Its connection's loop has ended, not those of the others
            LOG.debug("a page of {} was for nobody: {}", wanted.reading().userId(), e.toString());
        }
    }

    /** By user, each of whom has one at most. */
    private Map<String, Wanted> next() {
        Map<String, Wanted> batch = new LinkedHashMap<>();
        List<Wanted> later = new ArrayList<>();
        int most = 0;
        for (Wanted next = waiting.poll(); next != null; next = most < MOST ? waiting.poll() : null) {
            if (next.still().getAsBoolean()) {
                if (batch.putIfAbsent(next.reading().userId(), next) == null) {
                    most += Math.max(LEAST, next.reading().limit());
                } else {
                    later.add(next);
                }
            }
        }
        later.forEach(one -> read(one.reading(), one.still(), one.then()));
        return batch;
    }

    private <T> void attempt(Function<Inboxes, T> question, Consumer<T> then, Runnable again) {
        T answer;
        try {
            answer = question.apply(inboxes);
        } catch (RuntimeException e) {
            if (away.compareAndSet(false, true)) {
                LOG.warn("inboxes cannot be read, trying again: {}", e.toString());
            }
            timers.after(PAUSE_MS, again);
            return;
        }
        away.set(false);
        then.accept(answer);
    }
}
