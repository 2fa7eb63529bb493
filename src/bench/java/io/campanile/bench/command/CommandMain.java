package io.campanile.bench.command;

import io.campanile.bench.system.Node;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives commands to devices of all {@link Habit}s over MQTT and WebSocket, kills the gateway half way, and prints what became
 * of each:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx512m -cp %classpath io.campanile.bench.command.CommandMain [commands] [devices] [seed]"
 * </pre>
 * 500 commands to 40 devices unless said; it takes some three minutes. Exit status 0: each reached its one right end state, in
 * the order given, and none was sent to a device after it was over.
 */
public final class CommandMain {

    private static final int THREADS = 16;
    private static final long PACE_MS = 100;
    private static final long WAITS_MS = 90_000;
    /** Besides the time for which a command may wait. */
    private static final long PATIENCE_MS = 60_000;

    private CommandMain() {
    }

    public static void main(String[] args) throws Exception {
        int commands = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int devices = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : 7;
        Verdict verdict = run(Files.createTempDirectory("command"), commands, devices, WAITS_MS, seed);
        System.out.println(verdict);
        System.exit(verdict.isRight() ? 0 : 1);
    }

    /**
     * Starts a node below the directory, and judges it.
     *
     * @param waitsMs for how long a command waits for its device, a few brief ones apart
     */
    public static Verdict run(Path directory, int commands, int devices, long waitsMs, long seed) throws Exception {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(THREADS);
        try (Node gateway = Node.first(Files.createDirectories(directory.resolve("gateway")))) {
            String token = gateway.post("/api/v1/sessions", null, Map.of("username", "admin", "password", Node.PASSWORD)).path("token").asText();
            Map<String, Device> fleet = fleet(gateway, token, devices, scheduler, seed);
            fleet.values().forEach(Device::begin);
            List<Device> all = List.copyOf(fleet.values());
            Giver giver = new Giver(gateway, waitsMs, seed);
            Random random = new Random(seed);
            for (int i = 0; i < commands / 2; i++) {
                giver.give(token, all.get(random.nextInt(all.size())));
                TimeUnit.MILLISECONDS.sleep(PACE_MS);
            }
            Future<?> restart = scheduler.submit(() -> {
                gateway.killAndRestart();
                return null;
            });
            for (int i = commands / 2; i < commands; i++) {
                giver.give(token, all.get(random.nextInt(all.size())));
                TimeUnit.MILLISECONDS.sleep(PACE_MS);
            }
            await(restart);
            Verdict verdict = new Judge(gateway, token, fleet).judge(giver.given(), waitsMs + PATIENCE_MS);
            all.forEach(Device::end);
            return verdict;
        } finally {
            scheduler.shutdownNow();
        }
    }

    private static void await(Future<?> restart) throws Exception {
        try {
            restart.get(5, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the gateway did not start again", e.getCause());
        }
    }

    private static Map<String, Device> fleet(Node gateway, String token, int devices, ScheduledExecutorService scheduler, long seed)
            throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        Map<String, Device> fleet = new LinkedHashMap<>();
        for (int i = 0; i < devices; i++) {
            String sn = "d-" + i;
            String secret = gateway.post("/api/v1/devices", token, Map.of("sn", sn, "type", "retail")).path("secret").asText();
            Habit habit = Habit.values()[i / 3 % Habit.values().length];
            fleet.put(sn, i % 3 == 2 ? new SocketDevice(sn, secret, gateway.webSocket(), http, habit, scheduler, seed + i)
                    : new MqttDevice(sn, secret, gateway.mqtt(), i % 3 == 1, habit, scheduler, seed + i));
        }
        return fleet;
    }
}
