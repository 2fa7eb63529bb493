package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** One connection makes pushes; each has to arrive at every receiver. */
public final class PushLoad implements Load {

    private static final double MS = 1e6;

    private final PushTarget target;
    private final int receivers;
    private final int window;
    private final List<Lane> lanes;
    private final Arrivals arrivals;
    /** Until the last receiver had it, in this stretch. */
    private final Histogram slowest = new ConcurrentHistogram(Lane.HIGHEST_NANOS, Lane.DIGITS);
    private final Trigger trigger = new Trigger();
    private final AtomicLong sent = new AtomicLong();
    private Crowd crowd;
    private Crowd triggers;
    private volatile Pace pace;
    /** The number of this stretch's first push. */
    private volatile long first;

    private PushLoad(Generator generator, PushTarget target, int receivers, int window) {
        this.target = target;
        this.receivers = receivers;
        this.window = window;
        this.lanes = generator.lanes();
        this.arrivals = new Arrivals(Math.min(lanes.size(), receivers));
    }

    /**
     * Opens the connections.
     *
     * @param window how many pushes may be under way at a time
     * @throws IllegalStateException when one cannot be opened
     */
    public static PushLoad open(Generator generator, PushTarget target, int receivers, int window) throws InterruptedException {
        PushLoad load = new PushLoad(generator, target, receivers, window);
        List<Receivers> perLane = load.lanes.stream().map(lane -> load.new Receivers(lane)).toList();
        load.crowd = Crowd.open(generator, target.receiver(), target.dialect(), receivers, number -> {
            Ear ear = perLane.get(number % perLane.size());
            return target.confirmed() ? new ConfirmingEar(ear) : ear;
        });
        try {
            load.triggers = Crowd.open(generator, target.trigger(), target.dialect(), 1, number -> load.trigger);
        } catch (IllegalStateException e) {
            load.crowd.close();
            throw e;
        }
        return load;
    }

    @Override
    public void begin(Pace next) {
        first = sent.get();
        slowest.reset();
        pace = next;
        lanes.get(0).begin(trigger::send);
        lanes.stream().skip(1).forEach(lane -> lane.begin(() -> { }));
    }

    @Override
    public void end() {
        pace = null;
        lanes.forEach(Lane::end);
    }

    @Override
    public boolean settled() {
        return missing() == 0;
    }

    @Override
    public long arrived() {
        crowd.requireWhole();
        triggers.requireWhole();
        return lanes.stream().mapToLong(Lane::count).sum();
    }

    @Override
    public double sendsFor(double arrivalsPerSecond) {
        return arrivalsPerSecond / receivers;
    }

    @Override
    public long missing() {
        return sent.get() - arrivals.complete();
    }

    @Override
    public Histogram latencies() {
        return Lane.latencies(lanes);
    }

    @Override
    public String remark() {
        return receivers == 1 ? "" : String.format(Locale.ROOT, "to the last one p50 %.1f ms, p99 %.1f ms (last run)",
                slowest.getValueAtPercentile(50) / MS, slowest.getValueAtPercentile(99) / MS);
    }

    @Override
    public void close() {
        triggers.close();
        crowd.close();
    }

    /** All receivers of one lane. */
    private final class Receivers implements Ear {

        private final Lane lane;
        private final Arrivals.OnLoop counted;

        private Receivers(Lane lane) {
            this.lane = lane;
            this.counted = arrivals.on(lane.share(receivers));
        }

        @Override
        public void heard(ByteBuf in, int index, int length) {
            long number = Mark.find(in, index, length);
            if (number < 0) {
                return;
            }
            lane.arrived();
            Pace current = pace();
            long took = current.timed() ? Math.max(0, System.nanoTime() - current.intended(number - first)) : 0;
            if (current.timed()) {
                lane.took(took);
            }
            if (counted.arrived(number)) {
                if (current.timed()) {
                    slowest.recordValue(Math.min(took, Lane.HIGHEST_NANOS));
                }
                lanes.get(0).loop.execute(trigger::send);
            }
        }
    }

    private Pace pace() {
        return trigger.timing;
    }

    /** Makes the pushes. Confined to the first lane's loop. */
    private final class Trigger implements Ear {

        private Channel channel;
        /** Of the stretch that is under way, or still arriving. */
        private volatile Pace timing = Pace.UNBOUNDED;

        private void send() {
            Pace current = pace;
            if (current == null) {
                return;
            }
            timing = current;
            long now = current.timed() ? System.nanoTime() : 0;
            ByteBuf frames = null;
            for (long n = sent.get(); n - arrivals.complete() < window && current.due(n - first, now); n++) {
                frames = frames == null ? channel.alloc().buffer() : frames;
                target.push().write(frames, n);
                sent.lazySet(n + 1);
            }
            if (frames != null) {
                channel.writeAndFlush(frames);
            }
        }

        @Override
        public void ready(Channel opened) {
            channel = opened;
        }

        @Override
        public void heard(ByteBuf in, int index, int length) {
            String text = in.toString(index, length, UTF_8);
            if (target.refusal().test(text)) {
                triggers.fail("a push was answered " + text);
            }
        }
    }
}
