package io.campanile.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * A door and its three residents, one call at a time: it rings at all of them, all say so, one answers, the others are told, the
 * door hangs up, and that is told. All of its connections are on one event loop, to which it is confined.
 */
abstract class CallLine implements PacedLoad.Sender {

    static final int RESIDENTS = 3;

    final CallLoad load;
    final Lane lane;
    private final int number;
    private boolean busy;
    private volatile long turns;
    private int rung;
    private int noted;
    private int elsewhere;
    private boolean answerTold;
    private int ended;

    CallLine(CallLoad load, Lane lane, int number) {
        this.load = load;
        this.lane = lane;
        this.number = number;
    }

    /** Lets the door ring. */
    abstract void request(long turn);

    /** Lets a resident answer. */
    abstract void answer(int resident);

    /** Lets the door hang up. */
    abstract void hangUp();

    /** Rings if it is due and the line is free. */
    @Override
    public final void send() {
        if (!busy && load.admits(number, turns)) {
            busy = true;
            rung = 0;
            noted = 0;
            elsewhere = 0;
            answerTold = false;
            ended = 0;
            request(turns);
        }
    }

    /** It rings at one more; the last phone's ringing is what a visitor waits for. */
    final void rang() {
        if (++rung == RESIDENTS) {
            load.took(lane, number, turns);
        }
    }

    /** That it rings at one more has been taken note of; once it is of all, somebody goes to answer. */
    final void ringingNoted() {
        if (++noted == RESIDENTS) {
            lane.loop.schedule(() -> answer(winner()), load.holdNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** @return who answers this time */
    final int winner() {
        return (int) (turns % RESIDENTS);
    }

    /** The door was told who answered. */
    final void answered() {
        answerTold = true;
        connected();
    }

    /** One who did not answer was told so. */
    final void elsewhere() {
        elsewhere++;
        connected();
    }

    private void connected() {
        if (answerTold && elsewhere == RESIDENTS - 1) {
            hangUp();
        }
    }

    /** Door or winner were told the end. */
    final void ended() {
        if (++ended == 2) {
            busy = false;
            turns++;
            lane.arrived();
            load.complete();
            send();
        }
    }

    @Override
    public final long turns() {
        return turns;
    }

    final void fail(String who, String why) {
        load.fail("line " + number + ", " + who + ": " + why);
    }
}
