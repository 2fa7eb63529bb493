package io.campanile.bench.checker;

import io.netty.channel.Channel;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A device that sends numbered reports, a window of them unconfirmed at a time, as fast as they are confirmed, or at a pace.
 * On every new connection it sends what is unconfirmed again, in order, as a real device does.
 */
final class DeviceSender extends Sender {

    private final Entry.Device device;
    private final int window;
    private final Journal journal;
    private final Meter meter;
    private final Clock clock;
    private final Deque<Report> unconfirmed = new ArrayDeque<>();
    private Report newest = new Report(0, 0);
    private boolean sending = true;
    /** How many reports are due; without a pace there is no end of them. */
    private long due = Long.MAX_VALUE;
    private Channel connected;
    private long confirmedCount;
    private long newestConfirmed;

    /** How many reports of a device were confirmed, and the highest number among them. */
    record Tally(long confirmed, long newest) {
    }

    DeviceSender(Entry.Device device, String secret, int window, Journal journal, Meter meter, Clock clock) {
        super(device.sn(), secret, meter);
        this.device = device;
        this.window = window;
        this.journal = journal;
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    void stop() {
        sending = false;
    }

    /** From now on it sends only what {@link #due} says. */
    void pace() {
        due = 0;
    }

    /** The time for one more report has come. */
    void due() {
        due++;
        if (connected != null && connected.isActive()) {
            fill(connected);
            connected.flush();
        }
    }

    @Override
    boolean settled() {
        return unconfirmed.isEmpty();
    }

    Entry.Device device() {
        return device;
    }

    Tally tally() {
        return new Tally(confirmedCount, newestConfirmed);
    }

    @Override
    void connected(Channel channel) {
        connected = channel;
        unconfirmed.forEach(report -> publish(channel, report));
        fill(channel);
    }

    @Override
    void confirmed(Channel channel, int packetId) {
        for (var reports = unconfirmed.iterator(); reports.hasNext();) {
            Report report = reports.next();
            if (report.packetId() == packetId) {
                reports.remove();
                journal.append(new Entry.Confirmed(device.sn(), report.n(), clock.millis()));
                meter.confirmed.increment();
                confirmedCount++;
                newestConfirmed = Math.max(newestConfirmed, report.n());
                break;
            }
        }
        fill(channel);
    }

    private void fill(Channel channel) {
        while (sending && due > 0 && unconfirmed.size() < window) {
            due--;
            newest = newest.next(clock.millis());
            unconfirmed.add(newest);
            meter.sent.increment();
            publish(channel, newest);
        }
    }

    private void publish(Channel channel, Report report) {
        journal.append(new Entry.Sent(device.sn(), report.n(), report.ts()));
        publish(channel, report.packetId(), report.json());
    }
}
