package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Devices report over MQTT, and watchers are told: each of every report, or slow ones of the newest of each device. */
public final class ReportLoad implements Load {

    private static final int WATCHERS = 10;
    /** Reports that may be under way between devices and watchers. */
    private static final int WINDOW = 8_000;
    private static final int OPEN_SECONDS = 30;

    private final ReportTarget target;
    private final Generator generator;
    private final List<Lane> lanes;
    private final List<ReportSender> senders = new ArrayList<>();
    private final List<ReportWatcher> watchers = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final Semaphore opened = new Semaphore(0);
    private final AtomicLong sent = new AtomicLong();
    private Crowd crowd;
    private volatile String broken;
    private volatile Pace pace;
    /** Of the stretch that is under way, or still arriving; with each device's first turn in it. */
    private volatile Pace timing = Pace.UNBOUNDED;
    private volatile long[] firstTurns;

    private ReportLoad(Generator generator, ReportTarget target) {
        this.generator = generator;
        this.target = target;
        this.lanes = generator.lanes();
    }

    /**
     * Opens the connections, the watchers' first.
     *
     * @throws IllegalStateException when one cannot be opened
     */
    public static ReportLoad open(Generator generator, ReportTarget target) throws InterruptedException {
        ReportLoad load = new ReportLoad(generator, target);
        try {
            if (target.watchers() == null) {
                load.subscribe();
            } else {
                load.watch();
            }
            load.connectDevices();
        } catch (IllegalStateException e) {
            load.close();
            throw e;
        }
        return load;
    }

    private void subscribe() throws InterruptedException {
        for (int i = 0; i < WATCHERS; i++) {
            ReportWatcher watcher = new ReportWatcher(this, lane(i), target.devices().size(), true);
            watchers.add(watcher);
            connect(i, new ReportSubscriber(this, 0, watcher), Packets.connect("watcher-" + i, null, false));
        }
        // As the gateway does, whose own subscription is what keeps reports when it is away
        connect(WATCHERS, new ReportSubscriber(this, 1, null), Packets.connect("keeper", null, true));
        awaitOpen(WATCHERS + 1);
    }

    private void watch() throws InterruptedException {
        int count = target.slow() ? WATCHERS + 1 : WATCHERS;
        for (int i = 0; i < count; i++) {
            watchers.add(new ReportWatcher(this, lane(i), target.devices().size(), i < WATCHERS));
        }
        crowd = Crowd.open(generator, target.watchers(), Dialect.PLAIN, count,
                number -> new ReportEar(this, watchers.get(number), target.slow() && number < WATCHERS));
        awaitOpen(count);
    }

    private void connectDevices() throws InterruptedException {
        for (Map.Entry<String, String> device : target.devices().entrySet()) {
            String sn = device.getKey();
            int number = senders.size();
            ReportSender sender = new ReportSender(this, sn, number, target.devices().size());
            senders.add(sender);
            String[] login = device.getValue().isEmpty() ? null : new String[] {sn, device.getValue()};
            connect(number, sender, Packets.connect(sn, login, false));
        }
        awaitOpen(senders.size());
    }

    private void connect(int number, PacketReader.Listener listener, ByteBuf packet) {
        channels.add(generator.connect(generator.loop(number), number, target.mqttPort(), new PacketReader(listener))
                .syncUninterruptibly().channel());
        channels.get(channels.size() - 1).writeAndFlush(packet);
    }

    private Lane lane(int number) {
        return lanes.get(number % lanes.size());
    }

    private void awaitOpen(int count) throws InterruptedException {
        boolean all = opened.tryAcquire(count, OPEN_SECONDS, TimeUnit.SECONDS);
        requireWhole();
        if (!all) {
            throw new IllegalStateException("not all could connect and subscribe within " + OPEN_SECONDS + " s");
        }
    }

    void opened() {
        opened.release();
    }

    void fail(String why) {
        if (broken == null) {
            broken = why;
        }
    }

    private void requireWhole() {
        if (broken != null) {
            throw new IllegalStateException(broken);
        }
        if (crowd != null) {
            crowd.requireWhole();
        }
    }

    /** @return whether that device's report is due and may be sent */
    boolean admits(int device, long turn, long now) {
        Pace current = pace;
        return current != null && sent.get() - complete() < WINDOW && current.due(place(device, turn), now);
    }

    /** @return which report of this stretch it is */
    private long place(int device, long turn) {
        return device + (turn - firstTurns[device]) * target.devices().size();
    }

    void sent() {
        sent.incrementAndGet();
    }

    /** A watcher was told of a report. */
    void took(Lane lane, long number) {
        Pace current = timing;
        if (current.timed()) {
            int devices = target.devices().size();
            lane.took(System.nanoTime() - current.intended(place((int) (number % devices), number / devices)));
        }
    }

    /** @return how many reports all watchers have behind them who read at once */
    private long complete() {
        int from = target.slow() ? WATCHERS : 0;
        long least = Long.MAX_VALUE;
        for (int i = from; i < watchers.size(); i++) {
            least = Math.min(least, watchers.get(i).progress());
        }
        return least;
    }

    @Override
    public void begin(Pace next) {
        firstTurns = senders.stream().mapToLong(ReportSender::turns).toArray();
        timing = next;
        pace = next;
        for (Lane lane : lanes) {
            List<ReportSender> own = lane.own(senders);
            lane.begin(() -> own.forEach(ReportSender::send));
        }
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
        requireWhole();
        return complete();
    }

    @Override
    public long missing() {
        return sent.get() - watchers.stream().mapToLong(ReportWatcher::progress).min().orElseThrow();
    }

    @Override
    public String remark() {
        long passedOver = watchers.stream().mapToLong(ReportWatcher::passedOver).max().orElseThrow();
        return passedOver == 0 ? "" : String.format(Locale.ROOT, "of %,d reports a watcher was not told of %,d, but of newer ones",
                sent.get(), passedOver);
    }

    @Override
    public Histogram latencies() {
        return Lane.latencies(lanes);
    }

    @Override
    public void close() {
        broken = "it was closed";
        channels.forEach(channel -> channel.close().syncUninterruptibly());
        if (crowd != null) {
            crowd.close();
        }
    }
}
