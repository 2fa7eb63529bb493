package io.campanile.bench.room;

import io.campanile.bench.checker.Arguments;
import io.campanile.bench.system.Node;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a message to a room costs, in rooms of more and more members with the same members online, on two nodes:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx1g -cp %classpath io.campanile.bench.room.RoomCostMain members=100,1000,10000 online=90 messages=500 rate=50"
 * </pre>
 * Each room is spoken to once, for the compilers, and then three times in turn with the others, and the median told: the processor time of both nodes for each message,
 * without what they take when nothing is said, and the time from sending until the last of those online had it. Exit status 0: the
 * processor time in the largest room is at most 1.5 times that in the smallest.
 */
public final class RoomCostMain {

    private static final int RUNS = 3;
    private static final double FLAT = 1.5;
    private static final long PATIENCE_S = 60;
    private static final long IDLE_S = 15;

    private final Hall hall;
    private final List<Member> online;
    private final int messages;
    private final int rate;
    private long said;
    private double idle;

    private record Cost(double cpuMs, double p50, double p99) {
    }

    private RoomCostMain(Hall hall, int messages, int rate) {
        this.hall = hall;
        this.online = hall.crowd.online();
        this.messages = messages;
        this.rate = rate;
    }

    public static void main(String[] args) throws Exception {
        Arguments given = new Arguments(args);
        int[] sizes = Arrays.stream(given.get("members", "100,1000,10000").split(",")).mapToInt(Integer::parseInt).toArray();
        int online = given.number("online", 90);
        int largest = Arrays.stream(sizes).max().orElseThrow();
        // The first of them are online: they are members of every room
        Plan plan = Plan.of(new Arguments("members=" + largest, "online=0", "churners=0", "senders=" + online, "sample=0")).withFirstOnline(online);
        try (Hall hall = new Hall(Files.createTempDirectory("room-cost"), plan)) {
            System.exit(new RoomCostMain(hall, given.number("messages", 500), given.number("rate", 50)).run(sizes) ? 0 : 1);
        }
    }

    private boolean run(int[] sizes) throws Exception {
        for (int size : sizes) {
            hall.make("room" + size, size);
        }
        hall.crowd.connect();
        for (int size : sizes) {
            speak("room" + size);
        }
        idle = idle();
        List<List<Cost>> costs = new ArrayList<>();
        for (int size : sizes) {
            costs.add(new ArrayList<>());
        }
        for (int run = 0; run < RUNS; run++) {
            for (int i = 0; i < sizes.length; i++) {
                costs.get(i).add(speak("room" + sizes[i]));
            }
        }
        System.out.printf(Locale.ROOT, "%d online, %d messages at %d/s, median of %d; idle: %.0f ms of processor time a second%n", online.size(),
                messages, rate, RUNS, idle);
        for (int i = 0; i < sizes.length; i++) {
            System.out.printf(Locale.ROOT, "members %,7d   processor time a message %6.2f ms   to the last of the online p50 %6.1f ms  p99 %6.1f ms%n", sizes[i],
                    median(costs.get(i), 0), median(costs.get(i), 1), median(costs.get(i), 2));
        }
        double ratio = median(costs.get(sizes.length - 1), 0) / median(costs.get(0), 0);
        System.out.printf(Locale.ROOT, "verdict: %s: %.2f times the processor time in the largest room%n", ratio <= FLAT ? "FLAT" : "NOT FLAT", ratio);
        return ratio <= FLAT;
    }

    private static double median(List<Cost> costs, int which) {
        double[] sorted = costs.stream().mapToDouble(cost -> which == 0 ? cost.cpuMs() : which == 1 ? cost.p50() : cost.p99()).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** @return ms of processor time a second */
    private double idle() throws InterruptedException {
        long before = cpu();
        TimeUnit.SECONDS.sleep(IDLE_S);
        return (cpu() - before) / 1e3 / IDLE_S;
    }

    private long cpu() {
        return hall.nodes.stream().mapToLong(node -> node.cpu().toNanos()).sum() / 1_000;
    }

    private Cost speak(String room) throws Exception {
        double[] took = new double[messages];
        long cpu = cpu();
        long begun = System.nanoTime();
        long due = begun;
        for (int i = 0; i < messages; i++, due += 1_000_000_000L / rate) {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            long sent = System.nanoTime();
            long before = said++;
            Node node = hall.nodes.get(i % 2);
            if (!node.post("/api/v1/messages", online.get(0).token, Map.of("room_id", room, "type", "number", "content", said)).has("msg_id")) {
                throw new IllegalStateException("a message was not accepted");
            }
            if (!Crowd.becomesSoon(() -> online.stream().allMatch(member -> member.heard.last() > before), PATIENCE_S)) {
                throw new IllegalStateException("somebody online did not hear a message within " + PATIENCE_S + " s");
            }
            took[i] = (System.nanoTime() - sent) / 1e6;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double used = (cpu() - cpu) / 1e3 - idle * seconds;
        Arrays.sort(took);
        return new Cost(used / messages, took[messages / 2], took[messages * 99 / 100]);
    }
}
