package io.campanile.bench.call;

import io.campanile.bench.system.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/**
 * Rings, on two nodes, from doors to households of three, who all answer at once: one over WebSocket, one over MQTT, one by REST.
 * Judges that one of them won, that everybody was told, and that nothing is left behind:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx768m -cp %classpath io.campanile.bench.call.CallMain [calls] [none|second|first]"
 * </pre>
 * 200 calls unless said; 2,000 take a minute and a half, most of it to settle everybody. With {@code second} or {@code first} that
 * node is killed with -9 while all of them ring; half of the households then answer, and the other half lets them ring until they
 * time out. Exit status 0: all is right.
 */
public final class CallMain {

    private static final int HOUSES = 50;
    private static final int LOOKERS = 8;

    private CallMain() {
    }

    public static void main(String[] args) throws Exception {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        Victim victim = Victim.valueOf((args.length > 1 ? args[1] : "none").toUpperCase(Locale.ROOT));
        Verdict verdict = run(Files.createTempDirectory("call"), calls, Math.min(HOUSES, calls), victim);
        System.out.println(verdict);
        System.exit(verdict.isRight() ? 0 : 1);
    }

    /** Starts two nodes below the directory, and judges them. */
    public static Verdict run(Path directory, int calls, int houses, Victim victim) throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool();
        ScheduledExecutorService lookers = Executors.newScheduledThreadPool(LOOKERS);
        Map<String, String> settings = Map.of("call.ring-timeout", victim.ringTimeout().toSeconds() + "s");
        try (Node first = Node.first(Files.createDirectories(directory.resolve("first")), settings);
                Node second = Node.second(Files.createDirectories(directory.resolve("second")), first, settings);
                Town town = new Town(first, second).settle(houses, victim == Victim.NONE ? 1 : (calls + houses - 1) / houses)) {
            town.keepConnected(lookers);
            Findings findings = new Findings(victim);
            List<Rung> rung = victim == Victim.NONE ? answered(town, calls, findings, workers) : killed(town, calls, victim, findings, workers);
            rung.forEach(Rung::closedOnce);
            Leftovers.of(first).forEach(left -> findings.require(false, "left behind", left));
            return findings.verdict(calls);
        } finally {
            workers.shutdownNow();
            lookers.shutdownNow();
        }
    }

    private static List<Rung> answered(Town town, int calls, Findings findings, ExecutorService workers) throws Exception {
        List<Callable<List<Rung>>> lives = new ArrayList<>();
        int houses = town.houses().size();
        for (int h = 0; h < houses; h++) {
            int from = h;
            House house = town.houses().get(h);
            lives.add(() -> {
                List<Rung> own = new ArrayList<>();
                for (int i = from; i < calls; i += houses) {
                    own.add(new Rung(town, house, house.doors().get(0), i, findings).ring().answer(workers).answerIsTold().hangUp());
                }
                return own;
            });
        }
        return all(workers, lives);
    }

    private static List<Rung> killed(Town town, int calls, Victim victim, Findings findings, ExecutorService workers) throws Exception {
        List<House> houses = town.houses();
        List<List<Rung>> ringing = new ArrayList<>();
        for (Future<List<Rung>> own : workers.invokeAll(IntStream.range(0, houses.size()).<Callable<List<Rung>>>mapToObj(h -> () -> {
            List<Rung> rung = new ArrayList<>();
            for (int i = h; i < calls; i += houses.size()) {
                rung.add(new Rung(town, houses.get(h), houses.get(h).doors().get(i / houses.size()), i, findings).ring());
            }
            return rung;
        }).toList())) {
            ringing.add(own.get());
        }
        victim.kill(town);
        findings.back();
        return all(workers, IntStream.range(0, houses.size()).<Callable<List<Rung>>>mapToObj(h -> () -> {
            for (Rung rung : ringing.get(h)) {
                if (h % 2 == 0) {
                    rung.outlives(workers);
                } else {
                    rung.timesOut();
                }
            }
            return ringing.get(h);
        }).toList());
    }

    private static List<Rung> all(ExecutorService workers, List<Callable<List<Rung>>> lives) throws Exception {
        List<Rung> all = new ArrayList<>();
        for (Future<List<Rung>> life : workers.invokeAll(lives)) {
            all.addAll(life.get());
        }
        return all;
    }
}
