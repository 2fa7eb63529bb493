package io.campanile.flow.message.delivery;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Inboxes.Position;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What an installation has confirmed, as its connection knows it, and what of it is durable. Belongs to the connection. */
final class Cursor {

    private final String userId;
    private final String clientId;
    private final Confirmations confirmations;
    private final Consumer<Runnable> execute;
    /** Null while it is not known. */
    private String epoch;
    /** The one that is over; null when this is the first. */
    private String formerEpoch;
    private long confirmed;
    private long durable;
    /** The last that is to be durable. */
    private long asked;

    /** @param execute runs work where the connection's state is safe to touch, while it is open */
    Cursor(String userId, String clientId, Confirmations confirmations, Consumer<Runnable> execute) {
        this.userId = userId;
        this.clientId = clientId;
        this.confirmations = confirmations;
        this.execute = execute;
    }

    /** Whether the numbers are still those of the epoch that was {@linkplain #forget forgotten}, and what was pushed of them counts. */
    boolean goesOn(Position position) {
        return position.epoch().equals(formerEpoch) && !position.reset();
    }

    /** @return whether the client has to be told that it does not go on where it was */
    boolean begin(Position position) {
        confirmed = goesOn(position) ? Math.max(confirmed, position.confirmed()) : position.confirmed();
        epoch = position.epoch();
        durable = position.confirmed();
        asked = durable;
        return position.reset() || formerEpoch != null && !formerEpoch.equals(epoch);
    }

    /** The numbers begin anew: until it is known where, nothing is. */
    void forget() {
        formerEpoch = epoch;
        epoch = null;
    }

    boolean isKnown() {
        return epoch != null;
    }

    /** Whether the epoch is known, and another. */
    boolean isOver(String present) {
        return epoch != null && !epoch.equals(present);
    }

    String epoch() {
        return epoch;
    }

    long confirmed() {
        return confirmed;
    }

    void move(long upTo) {
        confirmed = Math.max(confirmed, upTo);
    }

    /** That is written already. */
    void isDurable(long upTo) {
        durable = Math.max(durable, upTo);
    }

    /**
     * @param pushed what may be confirmed
     * @throws CodedException 400 or 409
     */
    void check(String ofEpoch, long inboxSeq, long pushed) {
        if (!ofEpoch.equals(epoch)) {
            throw Confirmations.otherEpoch(epoch);
        }
        if (inboxSeq > Math.max(pushed, confirmed)) {
            throw CodedException.invalid("inbox_seq", inboxSeq + " is more than was pushed, " + Math.max(pushed, confirmed));
        }
    }

    /**
     * @param answer completed as {@link io.campanile.domain.message.Delivery#confirm} says
     * @param over   runs when the epoch turns out to be over
     */
    void write(long inboxSeq, CompletableFuture<Void> answer, Runnable over) {
        if (inboxSeq <= durable) {
            answer.complete(null);
            return;
        }
        long count = Math.max(0, inboxSeq - Math.max(asked, durable));
        asked = Math.max(asked, inboxSeq);
        confirmations.add(userId, clientId, epoch, inboxSeq, count).whenComplete((written, failure) -> {
            if (failure == null) {
                execute.accept(() -> isDurable(inboxSeq));
                answer.complete(null);
            } else {
                if (failure instanceof CodedException coded && coded.code() == ErrorCode.CONFLICT) {
                    execute.accept(over);
                }
                answer.completeExceptionally(failure);
            }
        });
    }
}
