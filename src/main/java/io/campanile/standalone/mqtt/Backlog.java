package io.campanile.standalone.mqtt;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Holds publishers back while more waits for the gateway than it should: a held connection is not read from, so TCP
 * slows its device down. Less is accepted, and what is accepted does not grow old (CAPABILITIES 5.14). From half of it on
 * those who publish much are slowed down, see {@link PublishPace}; only when that is not enough all are held. Thread-safe.
 */
final class Backlog {

    private final LongSupplier waiting;
    private final long most;
    private final Set<Channel> held = ConcurrentHashMap.newKeySet();
    private volatile boolean full;
    private volatile boolean pressing;

    /** @param waiting how many messages wait for the gateway now */
    Backlog(LongSupplier waiting, long most) {
        this.waiting = waiting;
        this.most = most;
    }

    /** To be called every few milliseconds; lets publishers go on once a quarter of it is gone. */
    void measure() {
        long now = waiting.getAsLong();
        pressing = now * 2 >= most;
        if (full ? now * 4 > most * 3 : now < most) {
            return;
        }
        full = !full;
        if (!full) {
            release();
        }
    }

    /** On the channel's event loop, after a message of it was taken. */
    void regulate(Channel channel) {
        if (full && held.add(channel)) {
            channel.config().setAutoRead(false);
            if (!full) {
                // It became free between the two
                release();
            }
        }
    }

    /** Whether so much waits that those who publish much should publish less. */
    boolean isPressing() {
        return pressing;
    }

    /** Lets a channel go on that was not read from for another reason, unless it is held. */
    void goOn(Channel channel) {
        if (!held.contains(channel)) {
            channel.config().setAutoRead(true);
        }
    }

    private void release() {
        held.forEach(channel -> {
            held.remove(channel);
            channel.config().setAutoRead(true);
        });
    }

    void gone(Channel channel) {
        held.remove(channel);
    }
}
