package io.campanile.flow.message.delivery;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Inboxes.Confirmation;
import io.campanile.domain.message.Inboxes.Confirmed;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTeller;
import io.campanile.domain.message.RoomReceipts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes confirmations durable: one thread a node, all that have come meanwhile at a time, of each installation the highest. Those
 * that follow each other closely are gathered for a moment, as each write costs the rows of its installations once, for however many
 * messages; one that comes alone is written at once. While the database is away who waits for an answer is told to repeat it;
 * what was confirmed is kept, and written when it is back. Thread-safe; does not block, {@link #close} apart.
 */
public final class Confirmations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);
    private static final int BATCH = 2_000;
    /** Messages with whose confirmation nobody waits longer: there is enough to do. */
    private static final int ENOUGH = 500;
    private static final long PAUSE_MS = 500;
    private static final long END_PATIENCE_MS = 5_000;

    private record Installation(String userId, String clientId, String epoch) {
    }

    private record Waiting(Confirmation confirmation, CompletableFuture<Void> answer) {
    }

    private final Inboxes inboxes;
    private final ReceiptTeller receipts;
    private final RoomReceipts rooms;
    private final String node;
    private final long gatherNanos;
    private final Clock clock;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    /** That are confirmed by what is in the queue, or was a moment ago. */
    private final AtomicLong messages = new AtomicLong();
    private final Semaphore enough = new Semaphore(0);
    /** What the database would not take yet. */
    private final Map<Installation, Confirmation> owed = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::work, "message-confirmations");
    private long begunAt;
    private volatile boolean ending;

    /**
     * @param receipts tells the senders what is delivered by it, and rooms those in rooms
     * @param gather   how long after a write began the next one begins at the earliest, unless there is enough for it
     */
    public Confirmations(Inboxes inboxes, ReceiptTeller receipts, RoomReceipts rooms, String node, Duration gather, Clock clock) {
        this.inboxes = inboxes;
        this.receipts = receipts;
        this.rooms = rooms;
        this.node = node;
        this.gatherNanos = gather.toNanos();
        this.begunAt = System.nanoTime() - gatherNanos;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param count how many messages it confirms that none before it did, as far as is known
     * @return completed once it is durable; failed with a {@link CodedException}: 400 when that is more than the inbox holds, 409
     *         with {@code epoch} in its values when the epoch is another, 503 while the database is away
     */
    public CompletionStage<Void> add(String userId, String clientId, String epoch, long inboxSeq, long count) {
        Waiting waiting = new Waiting(new Confirmation(userId, clientId, epoch, inboxSeq, node, clock.millis()), new CompletableFuture<>());
        queue.add(waiting);
        if (messages.addAndGet(count) >= ENOUGH) {
            enough.release();
        }
        return waiting.answer();
    }

    private void work() {
        try {
            while (!ending || !queue.isEmpty()) {
                List<Waiting> batch = new ArrayList<>();
                Waiting first = queue.poll(PAUSE_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    gather();
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
                if (!batch.isEmpty() || !owed.isEmpty()) {
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("{} confirmations were not written before the end", queue.size());
        }
    }

    private void gather() throws InterruptedException {
        if (!ending) {
            enough.tryAcquire(begunAt + gatherNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        enough.drainPermits();
        messages.set(0);
        begunAt = System.nanoTime();
    }

    private void write(List<Waiting> batch) throws InterruptedException {
        Map<Installation, Confirmation> highest = new LinkedHashMap<>(owed);
        batch.forEach(waiting -> highest.merge(installation(waiting.confirmation()), waiting.confirmation(), Confirmations::higher));
        List<Confirmed> results;
        try {
            results = inboxes.confirm(List.copyOf(highest.values()));
        } catch (RuntimeException e) {
            if (owed.isEmpty()) {
                LOG.warn("confirmations cannot be written, trying again: {}", e.toString());
            }
            owed.putAll(highest);
            batch.forEach(waiting -> waiting.answer().completeExceptionally(
                    new CodedException(ErrorCode.UNAVAILABLE, "the inbox cannot be written at the moment: repeat it")));
            Thread.sleep(PAUSE_MS);
            return;
        }
        owed.clear();
        try {
            answer(batch, highest, results);
        } catch (RuntimeException e) {
            // They are written; the next are to be as well
            LOG.error("confirmations that are written could not be told", e);
        }
    }

    private void answer(List<Waiting> batch, Map<Installation, Confirmation> written, List<Confirmed> results) {
        Map<Installation, Confirmed> byInstallation = new LinkedHashMap<>();
        int next = 0;
        for (Installation installation : written.keySet()) {
            byInstallation.put(installation, results.get(next++));
        }
        batch.forEach(waiting -> answer(waiting, byInstallation.get(installation(waiting.confirmation()))));
        List<Receipt> told = results.stream().flatMap(result -> result.delivered().stream()).filter(one -> one.senderId() != null)
                .map(one -> new Receipt(one.conversationId(), one.senderId(), one.userId(), one.seq(), 0)).toList();
        if (!told.isEmpty()) {
            receipts.tell(told);
        }
        rooms.delivered(results.stream().flatMap(result -> result.delivered().stream()).filter(one -> one.senderId() == null).toList());
    }

    private static void answer(Waiting waiting, Confirmed result) {
        if (result.problem() == null) {
            waiting.answer().complete(null);
        } else {
            waiting.answer().completeExceptionally(result.problem() == Inboxes.Problem.OTHER_EPOCH ? otherEpoch(result.epoch())
                    : CodedException.invalid("inbox_seq", waiting.confirmation().inboxSeq() + " is more than the inbox holds"));
        }
    }

    /** @param present null when it is not known */
    static CodedException otherEpoch(String present) {
        return new CodedException(ErrorCode.CONFLICT, "epoch: is not the present one", present == null ? Map.of() : Map.of("epoch", present));
    }

    private static Installation installation(Confirmation confirmation) {
        return new Installation(confirmation.userId(), confirmation.clientId(), confirmation.epoch());
    }

    private static Confirmation higher(Confirmation one, Confirmation other) {
        return one.inboxSeq() >= other.inboxSeq() ? one : other;
    }

    /** Writes what is left, if the database is there. */
    @Override
    public void close() {
        ending = true;
        enough.release();
        try {
            thread.join(END_PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
