package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets devices of four types report by a seeded script to a gateway that is killed with {@code kill -9} at seeded moments
 * and started again, and judges the alerts by what the devices said. Arguments {@code key=value}:
 * <pre>
 * cp=&lt;class path of the gateway&gt; dir=&lt;new directory&gt; [devices=1000] [period=1s] [duration=10m] [kills=3] [watchers=2]
 * [seed=…] [ready=90s] [settle=120s] [java=-Xmx512m] [node-1.&lt;property&gt;=…]
 * </pre>
 * Exit status 0: the alerts are those that must be. 1: they are not. 2: the run could not be carried out.
 */
public final class AlertMain {

    private static final String PASSWORD = "alerts-" + Long.toString(System.nanoTime(), 36);
    private static final int READERS = 4;
    private static final int POLL_MS = 200;

    private final Arguments arguments;
    private final Path directory;
    private final Random random;
    private final Duration settle;
    private final Node node;
    private final Site site;
    private final Gateway gateway;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final Clock clock = Clock.systemUTC();
    private final Meter meter = new Meter();
    /** What the devices of this run are called by. */
    private final String name = "a" + Long.toString(clock.millis(), 36) + "-";

    private AlertMain(Arguments arguments) throws IOException {
        this.arguments = arguments;
        directory = Files.createDirectories(Path.of(arguments.get("dir")));
        settle = arguments.duration("settle", "120s");
        long seed = Long.parseLong(arguments.get("seed", String.valueOf(System.nanoTime())));
        random = new Random(seed);
        System.out.println("seed=" + seed);
        site = Site.of(arguments, directory, PASSWORD);
        node = site.nodes().get(0);
        gateway = new Gateway(site.rest().subList(0, 1), "admin", PASSWORD, settle, http);
    }

    public static void main(String[] args) throws Exception {
        Terminal.speakUtf8();
        System.exit(run(args));
    }

    /** @return the exit status */
    static int run(String... args) throws Exception {
        AlertMain main = new AlertMain(new Arguments(args));
        Thread cleanUp = new Thread(main::stop);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            AlertJudgement judgement = main.judge();
            System.out.print(judgement);
            return judgement.passed() ? 0 : 1;
        } catch (IOException | IllegalStateException e) {
            System.out.println("no verdict: " + e.getMessage());
            return 2;
        } finally {
            main.stop();
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private AlertJudgement judge() throws Exception {
        node.start();
        node.awaitReady(arguments.duration("ready", "90s"));
        gateway.signIn();
        Path file = directory.resolve("alerts.log");
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(3);
        List<AlertWatcher> watchers = new ArrayList<>();
        try (AlertLog log = new AlertLog(file)) {
            List<AlertDevice> devices = register(log);
            for (int i = 1; i <= arguments.number("watchers", 2); i++) {
                watchers.add(new AlertWatcher("w" + i, gateway, http, timer, sn -> sn.startsWith(name), log, clock));
            }
            watchers.forEach(AlertWatcher::connect);
            for (AlertWatcher watcher : watchers) {
                require(watcher.awaitSubscribed(settle), "a watcher could not subscribe");
            }
            report(devices, timer, log);
            watchers.forEach(AlertWatcher::close);
        } finally {
            timer.shutdownNow();
        }
        return AlertJudgement.on(file);
    }

    private List<AlertDevice> register(AlertLog log) throws InterruptedException {
        List<AlertDevice> devices = new ArrayList<>();
        for (int i = 0; i < arguments.number("devices", 1000); i++) {
            String sn = name + i;
            String secret = gateway.register(sn, Plan.TYPES.get(i % Plan.TYPES.size()));
            devices.add(new AlertDevice(sn, secret, new AlertScript(random.nextLong()), log, meter, clock));
        }
        System.out.println("registered " + devices.size() + " devices");
        return devices;
    }

    private void report(List<AlertDevice> devices, ScheduledExecutorService timer, AlertLog log) throws Exception {
        Duration duration = arguments.duration("duration", "10m");
        try (Fleet<AlertDevice> fleet = new Fleet<>(site.mqtt(), devices)) {
            fleet.start();
            fleet.each(arguments.duration("period", "1s"), AlertDevice::tick);
            List<Future<?>> kills = random.longs(arguments.number("kills", 3), duration.toMillis() / 10, duration.toMillis()).sorted()
                    .<Future<?>>mapToObj(moment -> timer.schedule(this::kill, moment, TimeUnit.MILLISECONDS)).toList();
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
            for (Future<?> kill : kills) {
                kill.get();
            }
            require(fleet.settle(settle), "some reports stayed unconfirmed");
            System.out.printf("%d reports, all confirmed; %d reconnects%n", meter.sent.sum(), meter.reconnects.sum());
            readBack(devices, log);
        }
    }

    private Void kill() throws IOException, InterruptedException {
        require(node.alive(), "the gateway ended by itself");
        node.restart();
        System.out.println("⚡ killed and started again");
        node.awaitReady(arguments.duration("ready", "90s"));
        return null;
    }

    /** Once a device's state has its newest report, its alerts are those of all its reports: they are one transaction. */
    private void readBack(List<AlertDevice> devices, AlertLog log) throws Exception {
        long deadline = System.nanoTime() + settle.toNanos();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<?>> reading = new ArrayList<>();
            devices.forEach(device -> reading.add(readers.submit(() -> {
                while (gateway.get("/api/v1/devices/" + device.sn()).path("state").path("ts").asLong() < device.newest()) {
                    require(System.nanoTime() < deadline, device.sn() + " has not caught up");
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                }
                alertsOf(device.sn(), log);
                return null;
            })));
            for (Future<?> one : reading) {
                one.get();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private void alertsOf(String sn, AlertLog log) throws InterruptedException {
        String before = "";
        boolean more = true;
        while (more) {
            JsonNode page = gateway.get("/api/v1/alerts?sn=" + sn + "&limit=200" + before);
            for (JsonNode alert : page.path("alerts")) {
                log.found(AlertSeen.of(alert));
                before = "&before=" + alert.path("alert_id").asText();
            }
            more = page.path("has_more").asBoolean();
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private void stop() {
        try {
            node.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
