package io.campanile.flow.message.delivery;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one connection is still to get (PROTOCOL 6). What was appended comes as a hint or is read from the inbox, whichever is
 * next; all that is kept here of what was pushed is its number. Its state belongs to the connection, see
 * {@link DeliveryTarget#execute}; what is public or package-private may be called from anywhere.
 */
final class InstallationDelivery implements Delivery {

    /** Acks that may wait until it is known what the installation had confirmed before. */
    private static final int EARLY_ACKS = 128;

    private final String userId;
    private final String clientId;
    private final DeliveryTarget target;
    private final DeliveryRules rules;
    private final InboxReader reader;
    private final Confirmations confirmations;
    private final PushLog log;
    private final Consumer<InstallationDelivery> ended;
    private final RepeatCount count;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    /** What comes next, in order, with nothing missing between. */
    private final Deque<InboxMessage> ahead = new ArrayDeque<>();
    private final Deque<Runnable> earlyAcks = new ArrayDeque<>();
    private volatile boolean closed;
    /** Null while it is not known. */
    private String epoch;
    /** The epoch that was over; null when this is the first. */
    private String formerEpoch;
    private long confirmed;
    /** What of it is durable. */
    private long durable;
    private long pushed;
    /** Up to here all is pushed, ahead, or no more to be delivered. */
    private long covered;
    /** When the inbox was last read, ms: it leaves out what has run out by then. */
    private long readAt;
    /** The newest number that was told of. */
    private long known;
    private boolean reading;
    private PushLog.Row logged;

    /** @param ended told once it is closed */
    InstallationDelivery(String userId, String clientId, DeliveryTarget target, DeliveryRules rules, InboxReader reader,
            Confirmations confirmations, PushLog log, Timers timers, Clock clock, Consumer<InstallationDelivery> ended) {
        this.userId = userId;
        this.clientId = clientId;
        this.target = target;
        this.rules = rules;
        this.reader = reader;
        this.confirmations = confirmations;
        this.log = log;
        this.ended = ended;
        this.count = new RepeatCount(rules, timers, clock, this::execute, this::due);
    }

    String userId() {
        return userId;
    }

    boolean isOf(String client) {
        return clientId.equals(client);
    }

    void begin() {
        ask(inboxes -> inboxes.resume(userId, clientId), this::resumed);
    }

    private <T> void ask(Function<Inboxes, T> question, Consumer<T> then) {
        reader.ask(question, () -> !closed, answer -> execute(() -> then.accept(answer)));
    }

    private void execute(Runnable work) {
        target.execute(() -> {
            if (!closed) {
                work.run();
            }
        });
    }

    private void resumed(Inboxes.Position position) {
        epoch = position.epoch();
        confirmed = position.confirmed();
        durable = confirmed;
        pushed = confirmed;
        covered = confirmed;
        known = Math.max(known, position.last());
        if (position.reset() || formerEpoch != null && !formerEpoch.equals(epoch)) {
            target.reset(epoch, confirmed);
        }
        earlyAcks.forEach(Runnable::run);
        earlyAcks.clear();
        pump();
    }

    /** The numbers have started anew. */
    private void begunAnew() {
        if (epoch != null) {
            formerEpoch = epoch;
            epoch = null;
            ahead.clear();
            unconfirmed.clear();
            known = 0;
            begin();
        }
    }

    /** These were appended, in the order of their numbers. */
    void offer(List<InboxMessage> news) {
        execute(() -> {
            for (InboxMessage message : news) {
                if (epoch != null && !epoch.equals(message.epoch())) {
                    begunAnew();
                }
                known = Math.max(known, message.inboxSeq());
                if (epoch != null && message.inboxSeq() == covered + 1 && ahead.size() < rules.window() && !message.message().isExpired(count.now())) {
                    ahead.add(message);
                    covered++;
                }
            }
            pump();
        });
    }

    /** The inbox has got so far. */
    void offer(Inboxes.Newest newest) {
        execute(() -> {
            if (epoch != null && !epoch.equals(newest.epoch())) {
                begunAnew();
            } else {
                known = Math.max(known, newest.inboxSeq());
                pump();
            }
        });
    }

    @Override
    public void ready() {
        execute(this::pump);
    }

    private boolean hasRoom() {
        return epoch != null && unconfirmed.size() < rules.window() && target.takesMore();
    }

    private void pump() {
        while (!ahead.isEmpty() && hasRoom()) {
            take(ahead.remove());
        }
        if (ahead.isEmpty() && !reading && covered < known && hasRoom()) {
            read();
        }
        count.look(!unconfirmed.isEmpty(), unconfirmed.isEmpty() && pushed > confirmed);
    }

    private void take(InboxMessage message) {
        if (message.message().isExpired(count.now()) && !message.message().isExpired(readAt)) {
            // It ran out while it waited here. The inbox is to know that: it learns it when it is read
            ahead.clear();
            covered = message.inboxSeq() - 1;
            known = Math.max(known, message.inboxSeq());
            return;
        }
        target.push(message, pushed);
        if (message.isOwn()) {
            count.ownPushed();
        } else {
            if (unconfirmed.isEmpty()) {
                count.begin();
            }
            unconfirmed.add(message.inboxSeq(), pushed);
            if (logged == null || !logged.add(message.inboxSeq())) {
                logged = log.begin(userId, clientId, epoch, InboxEvent.PUSHED, message.inboxSeq());
            }
        }
        pushed = message.inboxSeq();
    }

    private void read() {
        reading = true;
        long told = known;
        long after = covered;
        int limit = rules.window() - unconfirmed.size();
        ask(inboxes -> inboxes.read(userId, after, limit), page -> {
            reading = false;
            if (epoch != null && !epoch.equals(page.epoch())) {
                begunAnew();
            }
            if (epoch == null) {
                return;
            }
            if (covered >= after) {
                readAt = count.now();
                page.messages().stream().filter(message -> message.inboxSeq() > covered).forEach(ahead::add);
                covered = Math.max(covered, page.next());
                known = page.hasMore() || known != told ? known : covered;
            }
            pump();
        });
    }

    @Override
    public CompletionStage<Void> confirm(String ofEpoch, long inboxSeq) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        // Not only while it is open: an ack may be the last thing that a client says
        target.execute(() -> {
            if (epoch != null || closed) {
                confirm(ofEpoch, inboxSeq, answer);
            } else if (earlyAcks.size() < EARLY_ACKS) {
                earlyAcks.add(() -> confirm(ofEpoch, inboxSeq, answer));
            } else {
                answer.completeExceptionally(new CodedException(ErrorCode.UNAVAILABLE, "the inbox cannot be read at the moment: repeat it"));
            }
        });
        return answer;
    }

    private void confirm(String ofEpoch, long inboxSeq, CompletableFuture<Void> answer) {
        if (!ofEpoch.equals(epoch)) {
            answer.completeExceptionally(otherEpoch(epoch));
        } else if (inboxSeq > Math.max(pushed, confirmed)) {
            answer.completeExceptionally(CodedException.invalid("inbox_seq", inboxSeq + " is more than was pushed, " + Math.max(pushed, confirmed)));
        } else {
            count.begin();
            advance(inboxSeq);
            store(inboxSeq, answer);
        }
    }

    private void store(long inboxSeq, CompletableFuture<Void> answer) {
        if (inboxSeq <= durable) {
            answer.complete(null);
            return;
        }
        confirmations.add(userId, clientId, epoch, inboxSeq).whenComplete((result, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (result.problem() == Inboxes.Problem.OTHER_EPOCH) {
                execute(this::begunAnew);
                answer.completeExceptionally(otherEpoch(result.epoch()));
            } else if (result.problem() != null) {
                answer.completeExceptionally(CodedException.invalid("inbox_seq", inboxSeq + " is more than the inbox holds"));
            } else {
                execute(() -> durable = Math.max(durable, inboxSeq));
                answer.complete(null);
            }
        });
    }

    static CodedException otherEpoch(String present) {
        return new CodedException(ErrorCode.CONFLICT, "epoch: is not the present one",
                present == null ? Map.of() : Map.of("epoch", present));
    }

    /** The installation confirmed it by another way; that is durable. */
    void confirmedElsewhere(long inboxSeq) {
        execute(() -> {
            if (epoch != null) {
                durable = Math.max(durable, inboxSeq);
                count.begin();
                advance(inboxSeq);
            }
        });
    }

    private void advance(long inboxSeq) {
        confirmed = Math.max(confirmed, inboxSeq);
        pushed = Math.max(pushed, confirmed);
        covered = Math.max(covered, confirmed);
        unconfirmed.confirm(confirmed);
        while (!ahead.isEmpty() && ahead.element().inboxSeq() <= confirmed) {
            ahead.remove();
        }
        pump();
    }

    private void due(RepeatCount.Due due) {
        switch (due) {
            case REPEAT -> repeat();
            case GONE -> {
                target.unconfirmed();
                close();
            }
            case OWN -> {
                advance(pushed);
                store(pushed, new CompletableFuture<>());
            }
        }
    }

    private void repeat() {
        long oldest = unconfirmed.oldest();
        long prev = unconfirmed.beforeOldest();
        ask(inboxes -> inboxes.read(userId, oldest - 1, 1), page -> {
            if (epoch == null || unconfirmed.isEmpty() || unconfirmed.oldest() != oldest) {
                return;
            }
            if (!epoch.equals(page.epoch())) {
                begunAnew();
            } else if (page.messages().isEmpty() || page.messages().get(0).inboxSeq() != oldest) {
                // It ran out meanwhile: nobody owes a confirmation for it
                unconfirmed.confirm(page.messages().isEmpty() ? Math.max(oldest, page.next()) : page.messages().get(0).inboxSeq() - 1);
                count.begin();
                pump();
            } else if (target.takesMore()) {
                target.push(page.messages().get(0), prev);
                log.begin(userId, clientId, epoch, InboxEvent.RETRIED, oldest);
            }
        });
    }

    @Override
    public void close() {
        target.execute(() -> {
            if (!closed) {
                closed = true;
                ahead.clear();
                unconfirmed.clear();
                ended.accept(this);
            }
        });
    }
}
