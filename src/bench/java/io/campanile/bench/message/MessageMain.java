package io.campanile.bench.message;

import io.campanile.bench.checker.Arguments;
import io.campanile.bench.checker.Terminal;
import io.campanile.bench.system.Node;
import io.campanile.bench.system.Redis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets users write numbered messages to each other on one node or two, while their connections are cut at random, nodes are killed with
 * -9, once exactly between numbering and commit, Redis is killed, wiped and replaced by an older copy of its own, and Kafka's
 * partitions move. Judges that nothing that was accepted is missing, reordered or numbered twice, and that it is accounted for:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx1g -cp %classpath io.campanile.bench.message.MessageMain [nodes=2] [users=200] [mqtt=20] [rate=800] [duration=120s] \
 *   [kills=4] [rebalance=5s] [settle=180s] [seed=…] [dir=…]"
 * </pre>
 * Exit status 0: all is right.
 */
public final class MessageMain {

    private static final String ADMIN = "admin";
    private static final long POLL_MS = 500;
    private static final int TIMERS = 4;

    private final Plan plan;
    private final Findings findings = new Findings();
    private final Ledger ledger = new Ledger(findings);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(TIMERS);
    private final ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor();

    private MessageMain(Plan plan) {
        this.plan = plan;
    }

    public static void main(String[] args) throws Exception {
        Terminal.speakUtf8();
        Arguments arguments = new Arguments(args);
        Path directory = Path.of(arguments.get("dir", Files.createTempDirectory("message").toString()));
        Verdict verdict = run(directory, Plan.of(arguments));
        System.out.println(verdict);
        System.exit(verdict.isRight() ? 0 : 1);
    }

    /** Starts the nodes and a Redis below the directory, and judges them. */
    public static Verdict run(Path directory, Plan plan) throws Exception {
        System.out.println(plan + " in " + directory);
        try (Redis redis = Redis.start(Files.createDirectories(directory.resolve("redis")))) {
            // The probes write messages too, and would be counted among ours
            Map<String, String> settings = Map.of("redis.url", redis.url(), "probe.period", "0s");
            try (Node first = Node.first(Files.createDirectories(directory.resolve("first")), settings)) {
                if (plan.nodes() == 1) {
                    return new MessageMain(plan).judge(List.of(first), redis);
                }
                try (Node second = Node.second(Files.createDirectories(directory.resolve("second")), first, settings)) {
                    return new MessageMain(plan).judge(List.of(first, second), redis);
                }
            }
        }
    }

    private Verdict judge(List<Node> nodes, Redis redis) throws Exception {
        Node first = nodes.get(0);
        Node last = nodes.get(nodes.size() - 1);
        String admin = first.post("/api/v1/sessions", null, Map.of("username", ADMIN, "password", Node.PASSWORD)).path("token").asText();
        try (People people = new People(nodes, plan, ledger, findings, workers); Rebalances rebalances = new Rebalances(first.kafka(), findings)) {
            people.settle();
            System.out.println("connected: " + plan.users() + " users, " + plan.mqtt() + " of them over MQTT");
            Accounts accounts = new Accounts(last, findings);
            people.write(timer);
            timer.scheduleAtFixedRate(this::tell, 1, 1, TimeUnit.SECONDS);
            long every = plan.rebalance().toMillis();
            var moving = mover.scheduleWithFixedDelay(rebalances::force, every, every, TimeUnit.MILLISECONDS);
            var looking = timer.scheduleWithFixedDelay(accounts::look, every, every, TimeUnit.MILLISECONDS);
            BeforeCommit beforeCommit = new BeforeCommit(last, "node-2", first.kafka(), admin, ledger::isPushed);
            long end = System.nanoTime() + plan.duration().toNanos();
            // By who moves partitions: while they move, nobody says which are the node's
            new Troubles(nodes, redis, () -> mover.submit(beforeCommit::kill).get(), plan.kills(), findings).happen(plan.duration());
            TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
            moving.cancel(false);
            looking.cancel(false);
            settle(people);
            accounts.close(ledger.accepted().size(), plan.settle());
            System.out.println("reading everything back");
            new Judgement(ledger, findings, new ReadBack(nodes), people.tokens()).judge();
            return findings.verdict();
        } finally {
            mover.shutdownNow();
            timer.shutdownNow();
            workers.shutdownNow();
        }
    }

    private void tell() {
        System.out.printf(Locale.ROOT, "accepted %,9d  again %,6d  pushed %,9d  again %,6d  missing %,6d  reconnects %,6d  faults %d%n", findings.accepted.sum(),
                findings.sentAgain.sum(), findings.pushes.sum(), findings.pushedAgain.sum(), ledger.missing(), findings.reconnects.sum(), findings.faults());
    }

    private void settle(People people) throws InterruptedException {
        System.out.println("settling: no new messages");
        people.stopWriting();
        long end = System.nanoTime() + plan.settle().toNanos();
        while ((!people.unsettled().isEmpty() || ledger.missing() > 0) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        people.unsettled().forEach(user -> findings.find(Fault.UNSETTLED, user + " has no answer, or has not confirmed all"));
    }
}
