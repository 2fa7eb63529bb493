package io.campanile.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * A load of many senders, each with connections of its own. They take turns: send n of a stretch is that of sender n mod count.
 * A subclass opens the connections, adds the senders, and counts what arrives.
 */
abstract class PacedLoad<S extends PacedLoad.Sender> extends Connections implements Load {

    /** Confined to one event loop, but for {@link #turns}. */
    interface Sender {

        /** Sends what is due, as far as its window lets. */
        void send();

        /** @return how often it has sent */
        long turns();
    }

    final List<S> senders = new ArrayList<>();
    private volatile Pace pace;
    /** Of the stretch that is under way, or still arriving; with each sender's first turn in it. */
    private volatile Pace timing = Pace.UNBOUNDED;
    private volatile long[] firstTurns;

    PacedLoad(Generator generator) {
        super(generator);
    }

    /** @return whether that sender's turn has come; {@code now} by {@link System#nanoTime} */
    final boolean due(int sender, long turn, long now) {
        Pace current = pace;
        return current != null && current.due(place(sender, turn), now);
    }

    /** @return the pace of what is arriving */
    final Pace timing() {
        return timing;
    }

    /** @return which send of this stretch it is */
    private long place(int sender, long turn) {
        return sender + (turn - firstTurns[sender]) * senders.size();
    }

    /** What a sender sent in that turn is where it should be: counts how late, from when it was meant to be sent. */
    final void took(Lane lane, int sender, long turn) {
        Pace current = timing;
        if (current.timed()) {
            lane.took(System.nanoTime() - current.intended(place(sender, turn)));
        }
    }

    @Override
    public final void begin(Pace next) {
        firstTurns = senders.stream().mapToLong(Sender::turns).toArray();
        timing = next;
        pace = next;
        for (Lane lane : lanes) {
            List<S> own = lane.own(senders);
            lane.begin(() -> own.forEach(Sender::send));
        }
    }

    @Override
    public final void end() {
        pace = null;
        lanes.forEach(Lane::end);
    }

    @Override
    public final boolean settled() {
        return missing() == 0;
    }
}
