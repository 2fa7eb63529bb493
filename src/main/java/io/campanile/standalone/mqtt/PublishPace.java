package io.campanile.standalone.mqtt;

import io.netty.channel.Channel;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * How fast one client publishes, so that one who floods is slowed down before others are: beyond its rate it is not read
 * from for as long as it takes to be within it again, and TCP slows it. What was read with it is taken all the same.
 * Belongs to the connection's event loop.
 */
final class PublishPace {

    private static final double MILLIS = 1_000.0;
    /** A burst after a pause, and the longest time it can be ahead. */
    private static final double SECONDS_AT_ONCE = 2;

    private final Channel channel;
    private final Backlog backlog;
    private final Clock clock;
    private final boolean always;
    private final double perMilli;
    private final double burst;
    private double credit;
    private long countedAt;
    private boolean waiting;

    /**
     * @param perSecond messages
     * @param always    else only while more waits for the gateway than is well
     */
    PublishPace(Channel channel, Backlog backlog, double perSecond, boolean always, Clock clock) {
        this.channel = channel;
        this.backlog = backlog;
        this.clock = clock;
        this.always = always;
        this.perMilli = perSecond / MILLIS;
        this.burst = perSecond * SECONDS_AT_ONCE;
        this.credit = burst;
        this.countedAt = clock.millis();
    }

    /** After a message of it was taken. */
    void count() {
        credit = Math.max(-burst, earned() - 1);
        if (credit < 0 && !waiting && (always || backlog.isPressing())) {
            waiting = true;
            channel.config().setAutoRead(false);
            comeBack();
        }
    }

    private void comeBack() {
        channel.eventLoop().schedule(this::goOn, (long) Math.ceil(-credit / perMilli), TimeUnit.MILLISECONDS);
    }

    private void goOn() {
        credit = earned();
        if (credit < 0) {
            comeBack();
        } else {
            waiting = false;
            backlog.goOn(channel);
        }
    }

    private double earned() {
        long now = clock.millis();
        double earned = Math.min(burst, credit + Math.max(0, now - countedAt) * perMilli);
        countedAt = now;
        return earned;
    }
}
