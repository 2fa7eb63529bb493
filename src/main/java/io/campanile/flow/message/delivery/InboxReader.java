package io.campanile.flow.message.delivery;

import io.campanile.domain.message.Inboxes;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the inboxes off the event loops; again and again while the database is away. Thread-safe. */
final class InboxReader {

    private static final Logger LOG = LoggerFactory.getLogger(InboxReader.class);
    private static final long PAUSE_MS = 1_000;

    private final Inboxes inboxes;
    private final Executor workers;
    private final Timers timers;
    private final AtomicBoolean away = new AtomicBoolean();

    /** @param workers so many ask at a time; the others wait their turn */
    InboxReader(Inboxes inboxes, Executor workers, Timers timers) {
        this.inboxes = inboxes;
        this.workers = workers;
        this.timers = timers;
    }

    /** @param wanted asked before each attempt */
    <T> void ask(Function<Inboxes, T> question, BooleanSupplier wanted, Consumer<T> then) {
        workers.execute(() -> {
            if (!wanted.getAsBoolean()) {
                return;
            }
            T answer;
            try {
                answer = question.apply(inboxes);
            } catch (RuntimeException e) {
                if (away.compareAndSet(false, true)) {
                    LOG.warn("inboxes cannot be read, trying again: {}", e.toString());
                }
                timers.after(PAUSE_MS, () -> ask(question, wanted, then));
                return;
            }
            away.set(false);
            then.accept(answer);
        });
    }
}
