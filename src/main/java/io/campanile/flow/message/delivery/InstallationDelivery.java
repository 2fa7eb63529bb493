package io.campanile.flow.message.delivery;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Inboxes.Reading;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

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
    private final Cursor cursor;
    private final PushLog log;
    private final Consumer<InstallationDelivery> ended;
    private final RepeatCount count;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private final Upcoming upcoming;
    private final Deque<Runnable> earlyAcks = new ArrayDeque<>();
    private volatile boolean closed;
    private long pushed;
    private boolean reading;
    private PushLog.Row logged;
    private boolean refusalLogged;

    /** @param ended told once it is closed */
    InstallationDelivery(String userId, String clientId, DeliveryTarget target, DeliveryRules rules, InboxReader reader,
            Confirmations confirmations, PushLog log, Timers timers, Clock clock, Consumer<InstallationDelivery> ended) {
        this.userId = userId;
        this.clientId = clientId;
        this.target = target;
        this.rules = rules;
        this.upcoming = new Upcoming(rules.window());
        this.reader = reader;
        this.cursor = new Cursor(userId, clientId, confirmations, this::execute);
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
        reader.ask(inboxes -> inboxes.resume(userId, clientId), () -> !closed, position -> execute(() -> resumed(position)));
    }

    private void read(long after, int limit, Consumer<Page> then) {
        reader.read(new Reading(userId, after, limit), () -> !closed, page -> execute(() -> then.accept(page)));
    }

    private void execute(Runnable work) {
        target.execute(() -> {
            if (!closed) {
                work.run();
            }
        });
    }

    private void resumed(Inboxes.Position position) {
        boolean goesOn = cursor.goesOn(position);
        boolean elsewhere = cursor.begin(position);
        if (!goesOn) {
            unconfirmed.clear();
            pushed = 0;
        }
        unconfirmed.confirm(cursor.confirmed());
        pushed = Math.max(pushed, cursor.confirmed());
        upcoming.begin(pushed, position.last());
        count.begin();
        if (elsewhere) {
            target.reset(cursor.epoch(), pushed);
        }
        earlyAcks.forEach(Runnable::run);
        earlyAcks.clear();
        pump();
    }

    /** The numbers have started anew; or what told so came late, from an epoch that was over: only the inbox can tell. */
    private void begunAnew() {
        if (cursor.isKnown()) {
            cursor.forget();
            upcoming.forget();
            begin();
        }
    }

    /** These were appended, in the order of their numbers. */
    void offer(List<InboxMessage> news) {
        execute(() -> {
            for (InboxMessage message : news) {
                if (cursor.isOver(message.epoch())) {
                    begunAnew();
                }
                if (cursor.isKnown()) {
                    upcoming.offer(message, count.now());
                } else {
                    upcoming.tell(message.inboxSeq());
                }
            }
            pump();
        });
    }

    /** The inbox has got so far. */
    void offer(Inboxes.Newest newest) {
        execute(() -> {
            if (cursor.isOver(newest.epoch())) {
                begunAnew();
            } else {
                upcoming.tell(newest.inboxSeq());
                pump();
            }
        });
    }

    @Override
    public void ready() {
        execute(this::pump);
    }

    private boolean hasRoom() {
        return cursor.isKnown() && unconfirmed.size() < rules.window() && target.takesMore();
    }

    private void pump() {
        while (!upcoming.isEmpty() && hasRoom()) {
            InboxMessage next = upcoming.take(count.now());
            if (next != null) {
                push(next);
            }
        }
        if (!reading && upcoming.mustRead() && hasRoom()) {
            read();
        }
        count.look(!unconfirmed.isEmpty(), unconfirmed.isEmpty() && pushed > cursor.confirmed());
    }

    private void push(InboxMessage message) {
        target.push(message, pushed);
        if (message.isOwn()) {
            count.ownPushed();
        } else {
            if (unconfirmed.isEmpty()) {
                count.begin();
            }
            unconfirmed.add(message.inboxSeq(), pushed);
            if (logged == null || !logged.add(message.inboxSeq())) {
                logged = log.begin(userId, clientId, cursor.epoch(), InboxEvent.PUSHED, message.inboxSeq());
            }
        }
        pushed = message.inboxSeq();
    }

    private void read() {
        reading = true;
        long told = upcoming.known();
        long after = upcoming.covered();
        long asked = count.now();
        read(after, rules.window(), page -> {
            reading = false;
            if (cursor.isOver(page.epoch())) {
                begunAnew();
            }
            if (cursor.isKnown()) {
                upcoming.add(page, after, told, asked);
                pump();
            }
        });
    }

    @Override
    public CompletionStage<Void> confirm(String ofEpoch, long inboxSeq) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        // Not only while it is open: an ack may be the last thing that a client says
        target.execute(() -> {
            if (cursor.isKnown() || closed) {
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
        try {
            cursor.check(ofEpoch, inboxSeq, pushed);
        } catch (CodedException e) {
            refused(e);
            answer.completeExceptionally(e);
            return;
        }
        refusalLogged = false;
        count.begin();
        advance(inboxSeq);
        cursor.write(inboxSeq, answer, this::begunAnew);
    }

    /** Once until the next confirmation: who errs all the time fills no table. */
    private void refused(CodedException cause) {
        if (cause.code() == ErrorCode.INVALID && !unconfirmed.isEmpty() && !refusalLogged) {
            refusalLogged = true;
            log.refused(userId, clientId, cursor.epoch(), unconfirmed.oldest(), pushed, cause.getMessage());
        }
    }

    /** The installation confirmed it by another way; that is durable. */
    void confirmedElsewhere(long inboxSeq) {
        execute(() -> {
            if (cursor.isKnown()) {
                cursor.isDurable(inboxSeq);
                count.begin();
                advance(inboxSeq);
            }
        });
    }

    private void advance(long inboxSeq) {
        cursor.move(inboxSeq);
        pushed = Math.max(pushed, inboxSeq);
        upcoming.skip(inboxSeq);
        unconfirmed.confirm(inboxSeq);
        pump();
    }

    private void due(RepeatCount.Due due) {
        if (!cursor.isKnown()) {
            // It counts anew once the inbox was read
            return;
        }
        switch (due) {
            case REPEAT -> repeat();
            case GONE -> {
                target.unconfirmed();
                close();
            }
            case OWN -> {
                advance(pushed);
                cursor.write(pushed, new CompletableFuture<>(), this::begunAnew);
            }
        }
    }

    private void repeat() {
        long oldest = unconfirmed.oldest();
        long prev = unconfirmed.beforeOldest();
        read(oldest - 1, 1, page -> {
            if (!cursor.isKnown() || unconfirmed.isEmpty() || unconfirmed.oldest() != oldest) {
                return;
            }
            if (cursor.isOver(page.epoch())) {
                begunAnew();
            } else if (page.messages().isEmpty() || page.messages().get(0).inboxSeq() != oldest) {
                // It ran out meanwhile: nobody owes a confirmation for it
                unconfirmed.confirm(page.messages().isEmpty() ? Math.max(oldest, page.next()) : page.messages().get(0).inboxSeq() - 1);
                count.begin();
                pump();
            } else if (target.takesMore()) {
                target.push(page.messages().get(0), prev);
                log.begin(userId, clientId, cursor.epoch(), InboxEvent.RETRIED, oldest);
            }
        });
    }

    @Override
    public void close() {
        target.execute(() -> {
            if (!closed) {
                closed = true;
                upcoming.forget();
                unconfirmed.clear();
                ended.accept(this);
            }
        });
    }
}
