package io.campanile.bench.checker;

import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One run, from registering the devices to the verdict; every step of it is bounded in time. */
final class Run {

    /** The words by which a program that looks on knows that sending has begun. */
    static final String SENDING = "sending";

    private final Plan plan;
    private final PrintStream out;
    private final Clock clock;
    private final Meter meter = new Meter();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final Gateway gateway;
    private final List<Watcher> watchers = new ArrayList<>();
    /** What the devices of this run, and of no other, are called by. */
    private final String name;

    Run(Plan plan, PrintStream out, Clock clock) {
        this.plan = plan;
        this.out = out;
        this.clock = clock;
        this.gateway = new Gateway(plan.rest(), plan.user(), plan.password(), plan.settle(), http);
        this.name = "c" + Long.toString(clock.millis(), 36);
    }

    /**
     * @return the verdict, made from the log alone
     * @throws Exception when the run could not be carried out, which is no verdict
     */
    Verdict verdict() throws Exception {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        try (Journal journal = new Journal(plan.log())) {
            gateway.signIn();
            List<DeviceSender> senders = register(journal);
            watch(timer, journal);
            send(senders, timer, journal);
        } finally {
            watchers.forEach(Watcher::close);
            timer.shutdownNow();
        }
        return Judgement.on(plan.log(), plan.late());
    }

    private List<DeviceSender> register(Journal journal) throws InterruptedException {
        List<DeviceSender> senders = new ArrayList<>();
        for (int i = 0; i < plan.devices(); i++) {
            Entry.Device device = plan.device(name, i);
            journal.append(device);
            senders.add(new DeviceSender(device, gateway.register(device.sn(), device.type()), plan.window(), journal,
                    meter, clock));
        }
        out.printf("registered %d devices, %s-0 …%n", plan.devices(), name);
        return senders;
    }

    private void watch(ScheduledExecutorService timer, Journal journal) throws InterruptedException {
        for (int i = 0; i < plan.watchers(); i++) {
            // In pairs, so that every node gets one that watches all and one that watches a type
            Watcher watcher = new Watcher(plan.watching(i), i / 2, gateway, http, timer,
                    sn -> sn.startsWith(name + "-"), journal, meter);
            journal.append(watcher.watching());
            watchers.add(watcher);
            watcher.connect();
        }
        for (Watcher watcher : watchers) {
            if (!watcher.awaitSubscribed(plan.settle())) {
                throw new IllegalStateException(watcher.watching().watcher() + " could not subscribe within "
                        + plan.settle().toSeconds() + " s");
            }
        }
        out.printf("subscribed %d watchers%n", plan.watchers());
    }

    private void send(List<DeviceSender> senders, ScheduledExecutorService timer, Journal journal) throws Exception {
        try (Fleet<DeviceSender> fleet = new Fleet<>(plan.mqtt(), senders)) {
            if (plan.rate() > 0) {
                senders.forEach(DeviceSender::pace);
                fleet.each(Duration.ofNanos((long) (1e9 / plan.reportsPerSecond())), DeviceSender::due);
            }
            fleet.start();
            out.println(SENDING + " for " + plan.duration().toSeconds() + " s");
            var ticking = timer.scheduleAtFixedRate(new Progress(meter, journal, out), 1, 1, TimeUnit.SECONDS);
            TimeUnit.MILLISECONDS.sleep(plan.duration().toMillis());
            out.println("settling: no new reports");
            if (!fleet.settle(plan.settle())) {
                out.println("some reports stayed unconfirmed");
            }
            Map<Entry.Device, DeviceSender.Tally> tallies = fleet.ask(all -> all.stream()
                    .collect(Collectors.toMap(DeviceSender::device, DeviceSender::tally)));
            awaitWatchers(tallies);
            ticking.cancel(false);
            out.println("reading everything back");
            int lagging = new ReadBack(gateway, journal).read(tallies, plan.settle(), plan.readBack());
            if (lagging > 0) {
                out.printf("%d histories were short of what was confirmed even %d s later%n", lagging,
                        plan.settle().toSeconds());
            }
        }
    }

    private void awaitWatchers(Map<Entry.Device, DeviceSender.Tally> tallies) throws InterruptedException {
        long deadline = System.nanoTime() + plan.settle().toNanos();
        for (Watcher watcher : watchers) {
            Map<String, Long> newest = new HashMap<>();
            tallies.forEach((device, tally) -> {
                if (watcher.watching().covers(device)) {
                    newest.put(device.sn(), tally.newest());
                }
            });
            if (!watcher.awaitNewest(newest, Duration.ofNanos(deadline - System.nanoTime()))) {
                out.println(watcher.watching().watcher() + " has not seen the newest state of every device");
            }
        }
    }
}
