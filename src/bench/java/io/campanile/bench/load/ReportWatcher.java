package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One who is told of reports, over whatever: how far it has got, and how late it was told. Confined to one event loop. */
final class ReportWatcher {

    /** A slow one reads so much, so often: 1 MB/s. */
    private static final int SLOW_BYTES = 4096;
    private static final long SLOW_MICROS = 4096;

    private final ReportLoad load;
    private final Lane lane;
    private final boolean timed;
    /** For each device, how many of its reports are behind it. */
    private final long[] reached;
    private final AtomicLong progress = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();

    /**
     * @param timed whether its latencies count
     */
    ReportWatcher(ReportLoad load, Lane lane, int devices, boolean timed) {
        this.load = load;
        this.lane = lane;
        this.timed = timed;
        this.reached = new long[devices];
    }

    /** Of report n, device n mod count is the sender. */
    void heard(ByteBuf in, int index, int length) {
        long number = Mark.find(in, index, length);
        if (number < 0) {
            return;
        }
        int device = (int) (number % reached.length);
        long turns = number / reached.length + 1;
        if (turns <= reached[device]) {
            return;
        }
        long step = turns - reached[device];
        progress.lazySet(progress.getPlain() + step);
        passedOver.lazySet(passedOver.getPlain() + step - 1);
        reached[device] = turns;
        if (timed) {
            load.took(lane, number);
        }
    }

    /** @return how many reports are behind it, of all devices */
    long progress() {
        return progress.get();
    }

    /** @return how many of them it was not told of, but of a newer one */
    long passedOver() {
        return passedOver.get();
    }

    /** Lets it read slowly from now on. */
    static void slowDown(Channel channel) {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(SLOW_BYTES).maxMessagesPerRead(1));
        channel.config().setAutoRead(false);
        Future<?> reading = channel.eventLoop().scheduleAtFixedRate(channel::read, SLOW_MICROS, SLOW_MICROS, TimeUnit.MICROSECONDS);
        channel.closeFuture().addListener(closed -> reading.cancel(false));
    }
}
