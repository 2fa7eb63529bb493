package io.campanile.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Devices report over MQTT, and watchers are told: each of every report, or slow ones of the newest of each device. */
public final class ReportLoad extends PacedLoad<ReportSender> {

    private static final int WATCHERS = 10;
    /** Reports that may be under way between devices and watchers. */
    private static final int WINDOW = 8_000;

    private final ReportTarget target;
    private final List<ReportWatcher> watchers = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private Crowd crowd;

    private ReportLoad(Generator generator, ReportTarget target) {
        super(generator);
        this.target = target;
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
            connect(i, target.mqttPort(), Mqtt.V5, new ReportSubscriber(this, 0, watcher), Mqtt.V5.connect("watcher-" + i, null, false));
        }
        // As the gateway does, whose own subscription is what keeps reports when it is away
        connect(WATCHERS, target.mqttPort(), Mqtt.V5, new ReportSubscriber(this, 1, null), Mqtt.V5.connect("keeper", null, true));
        awaitOpen(WATCHERS + 1, OPEN_SECONDS);
    }

    private void watch() throws InterruptedException {
        int count = target.slow() ? WATCHERS + 1 : WATCHERS;
        for (int i = 0; i < count; i++) {
            watchers.add(new ReportWatcher(this, lane(i), target.devices().size(), i < WATCHERS));
        }
        crowd = Crowd.open(generator, target.watchers(), Dialect.PLAIN, count,
                number -> new ReportEar(this, watchers.get(number), target.slow() && number < WATCHERS));
        awaitOpen(count, OPEN_SECONDS);
    }

    private void connectDevices() throws InterruptedException {
        for (Map.Entry<String, String> device : target.devices().entrySet()) {
            String sn = device.getKey();
            int number = senders.size();
            ReportSender sender = new ReportSender(this, sn, number, target.devices().size());
            senders.add(sender);
            String[] login = device.getValue().isEmpty() ? null : new String[] {sn, device.getValue()};
            connect(number, target.mqttPort(), Mqtt.V5, sender, Mqtt.V5.connect(sn, login, false));
        }
        awaitOpen(senders.size(), OPEN_SECONDS);
    }

    @Override
    void requireWhole() {
        super.requireWhole();
        if (crowd != null) {
            crowd.requireWhole();
        }
    }

    /** @return whether that device's report is due and may be sent */
    boolean admits(int device, long turn, long now) {
        return sent.get() - complete() < WINDOW && due(device, turn, now);
    }

    void sent() {
        sent.incrementAndGet();
    }

    /** A watcher was told of a report. */
    void took(Lane lane, long number) {
        int devices = target.devices().size();
        took(lane, (int) (number % devices), number / devices);
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
    public void close() {
        super.close();
        if (crowd != null) {
            crowd.close();
        }
    }
}
