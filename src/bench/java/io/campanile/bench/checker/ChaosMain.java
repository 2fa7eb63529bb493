package io.campanile.bench.checker;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts two nodes of the gateway, lets the checker loose on them in a JVM of its own, and kills the nodes with
 * {@code kill -9} in turn, at random moments, each restarted at once. Arguments {@code key=value}:
 * <pre>
 * cp=&lt;class path of the gateway&gt; dir=&lt;new directory&gt; [kills=5] [seed=…] [ready=90s] [java=-Xmx512m]
 * [node-1.&lt;property&gt;=…] [node-2.&lt;property&gt;=…]
 * [check.&lt;argument&gt;=…], for the checker: check.duration=120s, check.devices=200 …
 * </pre>
 * Exit status: the checker's; 2 also when a node ended by itself.
 */
public final class ChaosMain {

    private static final String PASSWORD = "chaos-" + Long.toString(System.nanoTime(), 36);
    /** After sending is over: settling three times, reading back. Longer means that the checker itself hangs. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(15);

    private final Arguments arguments;
    private final Duration ready;
    private final Site site;
    private final Random random;
    private volatile Process checker;
    private volatile boolean healthy = true;

    private ChaosMain(Arguments arguments) throws IOException {
        this.arguments = arguments;
        this.ready = arguments.duration("ready", "90s");
        this.site = Site.of(arguments, Path.of(arguments.get("dir")), PASSWORD);
        long seed = Long.parseLong(arguments.get("seed", String.valueOf(System.nanoTime())));
        this.random = new Random(seed);
        System.out.println("seed=" + seed);
    }

    public static void main(String[] args) throws Exception {
        Terminal.speakUtf8();
        ChaosMain chaos = new ChaosMain(new Arguments(args));
        Thread cleanUp = new Thread(chaos::stop);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        // Leaving by exit runs the clean-up, as an interrupt from the terminal does
        System.exit(chaos.run());
    }

    private int run() {
        try {
            for (Node node : site.nodes()) {
                long began = System.nanoTime();
                node.start();
                node.awaitReady(ready);
                System.out.printf("%s is ready after %.1f s%n", node, (System.nanoTime() - began) / 1e9);
            }
            return check();
        } catch (IOException | IllegalStateException e) {
            System.out.println("no verdict: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private int check() throws IOException, InterruptedException {
        Duration duration = arguments.under("check").containsKey("duration")
                ? new Arguments("d=" + arguments.under("check").get("duration")).duration("d", "") : Duration.ofSeconds(120);
        checker = startChecker();
        ScheduledExecutorService killer = Executors.newScheduledThreadPool(site.nodes().size() + 1);
        killer.schedule(checker::destroyForcibly, duration.plus(AFTERWARDS).toMillis(), TimeUnit.MILLISECONDS);
        List<Future<?>> kills = new ArrayList<>();
        try (BufferedReader lines = checker.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                if (line.startsWith(Run.SENDING)) {
                    kills.addAll(schedule(killer, duration));
                }
            }
        }
        int status = checker.waitFor();
        killer.shutdownNow();
        boolean all = healthy && kills.stream().allMatch(Future::isDone) && site.nodes().stream().allMatch(Node::alive);
        if (!all) {
            System.out.println("a node ended by itself, or a kill did not happen: the verdict does not count");
        }
        return all ? status : 2;
    }

    private List<Future<?>> schedule(ScheduledExecutorService killer, Duration duration) {
        List<Long> moments = random.longs(arguments.number("kills", 5), 0, duration.toMillis()).sorted().boxed()
                .collect(Collectors.toList());
        System.out.println("killing at " + moments.stream().map(ms -> ms / 1000.0 + " s").toList());
        List<Future<?>> kills = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            Node node = site.nodes().get(i % site.nodes().size());
            kills.add(killer.schedule(() -> killAndRestart(node), moments.get(i), TimeUnit.MILLISECONDS));
        }
        return kills;
    }

    private void killAndRestart(Node node) {
        try {
            if (!node.alive()) {
                healthy = false;
                System.out.println("✗ " + node + " had ended by itself");
            }
            long began = System.nanoTime();
            node.restart();
            System.out.println("⚡ " + node + " was killed and started again");
            node.awaitReady(ready);
            System.out.printf("✓ %s is ready again after %.1f s%n", node, (System.nanoTime() - began) / 1e9);
        } catch (IOException | IllegalStateException e) {
            healthy = false;
            System.out.println("✗ " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process startChecker() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), CheckerMain.class.getName(),
                "rest=" + site.rest().stream().map(URI::toString).collect(Collectors.joining(",")),
                "mqtt=" + site.mqtt(), "log=" + Path.of(arguments.get("dir")).resolve("log")));
        arguments.under("check").forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AUTH_ADMIN_PASSWORD", PASSWORD);
        return builder.start();
    }

    private void stop() {
        if (checker != null) {
            checker.destroyForcibly();
        }
        // The second first: it needs what the first carries
        for (int i = site.nodes().size() - 1; i >= 0; i--) {
            try {
                site.nodes().get(i).stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
