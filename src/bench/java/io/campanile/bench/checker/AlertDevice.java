package io.campanile.bench.checker;

import io.netty.channel.Channel;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** A device that reports what its script says, at each tick, and loses its connection when that says so. */
final class AlertDevice extends Sender {

    private static final int PACKET_IDS = 65535;
    /** While so many are unconfirmed, the gateway is away, and nothing new is said. */
    private static final int MOST_UNCONFIRMED = 50;

    private final String sn;
    private final AlertScript script;
    private final AlertLog log;
    private final Meter meter;
    private final Clock clock;
    private final Deque<Waiting> unconfirmed = new ArrayDeque<>();
    private Channel channel;
    private boolean sending = true;
    private int packetId;
    private long newest;

    private record Waiting(int packetId, AlertScript.Said report) {
    }

    AlertDevice(String sn, String secret, AlertScript script, AlertLog log, Meter meter, Clock clock) {
        super(sn, secret, meter);
        this.sn = sn;
        this.script = script;
        this.log = log;
        this.meter = meter;
        this.clock = clock;
    }

    /** Says the next thing; before the first connection nothing. */
    void tick() {
        if (!sending || channel == null || unconfirmed.size() >= MOST_UNCONFIRMED) {
            return;
        }
        if (script.drops()) {
            channel.close();
            return;
        }
        packetId = packetId % PACKET_IDS + 1;
        Waiting waiting = new Waiting(packetId, script.next(clock.millis()));
        unconfirmed.add(waiting);
        newest = Math.max(newest, waiting.report().ts());
        meter.sent.increment();
        log.said(sn, waiting.report());
        if (channel.isActive()) {
            publish(channel, waiting.packetId(), waiting.report().json());
            channel.flush();
        }
    }

    String sn() {
        return sn;
    }

    /** The newest time that it has said. */
    long newest() {
        return newest;
    }

    @Override
    void stop() {
        sending = false;
    }

    @Override
    boolean settled() {
        return unconfirmed.isEmpty();
    }

    @Override
    void connected(Channel connected) {
        channel = connected;
        unconfirmed.forEach(waiting -> publish(connected, waiting.packetId(), waiting.report().json()));
    }

    @Override
    void confirmed(Channel from, int confirmedId) {
        if (unconfirmed.removeIf(waiting -> waiting.packetId() == confirmedId)) {
            meter.confirmed.increment();
        }
    }
}
