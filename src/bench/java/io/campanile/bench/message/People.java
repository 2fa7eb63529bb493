package io.campanile.bench.message;

import io.campanile.bench.system.Node;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** All users, each of whom writes to a few of the others. */
final class People implements AutoCloseable {

    private static final String USERS_PASSWORD = "a user of the bench";
    private static final String CLIENT_ID = "phone";
    private static final int MOVERS = 4;
    private static final int FRIENDS = 4;
    private static final int SLOW_ONE_IN = 10;
    /** How long a connection lives on average until it is cut, seconds. */
    private static final double CUT_AFTER_S = 20;

    private final List<Node> nodes;
    private final Plan plan;
    private final Ledger ledger;
    private final Findings findings;
    private final ExecutorService workers;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random;
    private final Map<String, String> tokens = new TreeMap<>();
    private final List<Correspondent> all = new ArrayList<>();

    People(List<Node> nodes, Plan plan, Ledger ledger, Findings findings, ExecutorService workers) {
        this.nodes = nodes;
        this.plan = plan;
        this.ledger = ledger;
        this.findings = findings;
        this.workers = workers;
        this.random = new Random(plan.seed());
    }

    /** Registers everybody, a few at a time, since a password costs a core; and connects them. */
    void settle() throws Exception {
        List<String> names = IntStream.range(0, plan.users()).mapToObj(i -> "u" + i).toList();
        ExecutorService movers = Executors.newFixedThreadPool(MOVERS);
        try {
            List<Future<String>> registered = movers.invokeAll(names.stream().<Callable<String>>map(name -> () -> token(name)).toList());
            for (int i = 0; i < names.size(); i++) {
                tokens.put(names.get(i), registered.get(i).get());
            }
        } finally {
            movers.shutdownNow();
        }
        for (int i = 0; i < names.size(); i++) {
            all.add(new Correspondent(names.get(i), i < plan.mqtt() ? this::mqtt : this::socket, friends(names, i), ledger, findings, workers,
                    new Random(random.nextLong()), i % SLOW_ONE_IN == 0));
        }
        List<Future<?>> connecting = new ArrayList<>();
        all.forEach(one -> connecting.add(workers.submit(one::connect)));
        for (Future<?> one : connecting) {
            one.get(1, TimeUnit.MINUTES);
        }
    }

    private String token(String user) throws Exception {
        Map<String, String> credentials = Map.of("username", user, "password", USERS_PASSWORD);
        nodes.get(0).post("/api/v1/users", null, credentials);
        return nodes.get(0).post("/api/v1/sessions", null, credentials).path("token").asText();
    }

    private List<String> friends(List<String> names, int index) {
        return IntStream.rangeClosed(1, FRIENDS).mapToObj(i -> names.get((index + i * i) % names.size())).distinct()
                .filter(name -> !name.equals(names.get(index))).toList();
    }

    private Line socket(Correspondent owner) {
        synchronized (random) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            return new SocketLine(owner, URI.create(node.webSocket() + "?client_id=" + CLIENT_ID), tokens.get(owner.id()), http);
        }
    }

    private Line mqtt(Correspondent owner) {
        return new MqttLine(owner, nodes.get(0).mqtt(), CLIENT_ID, tokens.get(owner.id()));
    }

    /** Lets them write until {@link #stopWriting}, and live on after that. */
    void write(ScheduledExecutorService timer) {
        double periodS = (double) plan.users() / plan.rate();
        long period = (long) (periodS * 1e9);
        all.forEach(Correspondent::write);
        all.forEach(one -> timer.scheduleAtFixedRate(() -> one.tick(periodS / CUT_AFTER_S), (long) (random.nextDouble() * period), period, TimeUnit.NANOSECONDS));
    }

    void stopWriting() {
        all.forEach(Correspondent::stopWriting);
    }

    /** Who still waits for an answer, or has not confirmed all. */
    List<String> unsettled() {
        return all.stream().filter(one -> !one.isSettled()).map(Correspondent::id).toList();
    }

    Map<String, String> tokens() {
        return tokens;
    }

    @Override
    public void close() {
        all.forEach(Correspondent::close);
    }
}
