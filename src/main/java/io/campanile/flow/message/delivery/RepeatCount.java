package io.campanile.flow.message.delivery;

import java.time.Clock;
import java.util.function.Consumer;

/**
 * When a connection's oldest unconfirmed push is to be repeated, and when the connection counts as gone (PROTOCOL 6). A
 * connection with nothing unconfirmed has no timer, and a confirmation costs none: what is due is looked at when the timer
 * that is there fires. Belongs to the connection.
 */
final class RepeatCount {

    enum Due {
        /** The oldest unconfirmed is to be pushed again. */
        REPEAT,
        /** It was pushed again often enough. */
        GONE,
        /** What the client wrote itself, and owes no confirmation for, has certainly reached it. */
        OWN
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final DeliveryRules rules;
    private final Timers timers;
    private final Clock clock;
    private final Consumer<Runnable> execute;
    private final Consumer<Due> due;
    private boolean waiting;
    private long from;
    private int repeated;
    private boolean ownWaiting;
    private long ownPushedAt;
    private long nextTimer = NEVER;

    /** @param execute runs work where the connection's state is safe to touch, while it is open */
    RepeatCount(DeliveryRules rules, Timers timers, Clock clock, Consumer<Runnable> execute, Consumer<Due> due) {
        this.rules = rules;
        this.timers = timers;
        this.clock = clock;
        this.execute = execute;
        this.due = due;
    }

    long now() {
        return clock.millis();
    }

    /** Counts from now: something is unconfirmed where nothing was, or something was confirmed. */
    void begin() {
        from = now();
        repeated = 0;
    }

    void ownPushed() {
        ownPushedAt = now();
    }

    /**
     * To be called when anything has changed.
     *
     * @param unconfirmed whether a confirmation is owed
     * @param own         whether, with none owed, something of the client's own came after what is confirmed
     */
    void look(boolean unconfirmed, boolean own) {
        waiting = unconfirmed;
        ownWaiting = own;
        long next = next();
        if (next < nextTimer) {
            nextTimer = next;
            timers.after(Math.max(0, next - now()), () -> execute.accept(() -> fired(next)));
        }
    }

    private long next() {
        long repeat = waiting ? from + rules.due(repeated) : NEVER;
        return ownWaiting ? Math.min(repeat, ownPushedAt + rules.ownAfter()) : repeat;
    }

    private void fired(long timer) {
        if (timer == nextTimer) {
            nextTimer = NEVER;
        }
        if (waiting && now() >= from + rules.due(repeated)) {
            repeated++;
            due.accept(repeated > rules.repeats().size() ? Due.GONE : Due.REPEAT);
        } else if (ownWaiting && now() >= ownPushedAt + rules.ownAfter()) {
            due.accept(Due.OWN);
        }
        look(waiting, ownWaiting);
    }
}
