package io.campanile.store.redis;

import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.LiveConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happens to connections: one thread, one batch on its way at a time, so that what comes meanwhile makes
 * the next batch larger, and only the newest of each connection is written. When anything fails, or Redis has lost the
 * node's lease, all is compared and written anew. The public methods are thread-safe and do not block, {@link #close} apart.
 */
final class ConnectionWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWriter.class);
    private static final int BATCH = 500;
    private static final long BEAT_MS = 1_000;
    private static final int RENEW_BEATS = 3;
    private static final int REFRESH_BEATS = 4;
    private static final int PRESENT_BEATS = 60;
    private static final long HOLD_DOWN_LOOK_MS = 100;
    private static final long PATIENCE_MS = 3_000;

    private final RegistryRedis redis;
    private final ConnectionTable table;
    private final UserWriter users;
    private final InstallationClaims claims;
    private final String node;
    private final Map<String, HeldConnection> held;
    private final RedisTime time;
    private final Clock clock;
    /** What is told after the end is told to nobody. */
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "connection-registry");
        made.setDaemon(true);
        return made;
    }, new ThreadPoolExecutor.DiscardPolicy());
    private final Queue<HeldConnection> changed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    /** µs; no two logins of a node are at the same time. */
    private final AtomicLong lastLogin = new AtomicLong();
    private volatile boolean repair = true;
    private boolean away;
    private boolean expiring;
    private int beats;

    /** @param held the connections of this node, by id */
    ConnectionWriter(RegistryRedis redis, ConnectionTable table, UserWriter users, InstallationClaims claims, String node,
            Map<String, HeldConnection> held, Clock clock) {
        this.redis = redis;
        this.table = table;
        this.users = users;
        this.claims = claims;
        this.node = node;
        this.held = held;
        this.clock = clock;
        this.time = new RedisTime(redis.commands(), clock);
    }

    void start() {
        thread.scheduleWithFixedDelay(this::beat, 0, BEAT_MS, TimeUnit.MILLISECONDS);
    }

    void write(HeldConnection connection) {
        if (repair) {
            // All of them will be looked at: nothing may pile up while Redis is away
            return;
        }
        changed.add(connection);
        if (writing.compareAndSet(false, true)) {
            thread.execute(this::writeChanged);
        }
    }

    void loggedIn(HeldConnection connection) {
        connection.loggedIn(lastLogin.updateAndGet(last -> Math.max(TimeUnit.MILLISECONDS.toMicros(clock.millis()), last + 1)));
        write(connection);
    }

    /** What Redis has may not be what it was told. */
    void repair() {
        repair = true;
    }

    private void beat() {
        attempt(() -> {
            if (beats % RENEW_BEATS == 0) {
                await(time.measure());
                users.renew();
                if (!await(table.renew(time.now()))) {
                    repair = true;
                }
            }
            if (repair) {
                compare();
            } else if (beats % REFRESH_BEATS == 0) {
                held.values().stream().filter(this::outdated).forEach(changed::add);
            }
            if (beats % PRESENT_BEATS == 0) {
                users.tellPresent();
            }
            beats++;
        });
        expectExpiry();
        writeChanged();
    }

    private boolean outdated(HeldConnection connection) {
        LiveConnection now = connection.connection();
        return !connection.written(now.state(), now.lastActivity()) || connection.claimDue(clock.millis());
    }

    /** Takes out of Redis what is not here, and puts in what is. */
    private void compare() throws ExecutionException, TimeoutException, InterruptedException {
        changed.clear();
        repair = false;
        await(table.begin());
        List<ConnectionEntry> gone = await(table.own()).stream().filter(entry -> !held.containsKey(entry.connectionId())).toList();
        if (!gone.isEmpty()) {
            await(table.remove(gone));
        }
        users.compare(held.keySet());
        held.values().forEach(connection -> {
            connection.forgotten();
            changed.add(connection);
        });
        if (away || !gone.isEmpty()) {
            LOG.info("the other nodes are told of {} connections of {}, and of {} that are gone", held.size(), node, gone.size());
        }
        away = false;
    }

    private void expireUsers() {
        attempt(users::expire);
        expiring = false;
        expectExpiry();
    }

    private void expectExpiry() {
        if (!expiring && users.isWaiting()) {
            expiring = true;
            thread.schedule(this::expireUsers, HOLD_DOWN_LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void writeChanged() {
        writing.set(true);
        attempt(() -> {
            while (!repair && !changed.isEmpty()) {
                writeBatch();
            }
        });
        writing.set(false);
        if (!repair && !changed.isEmpty() && writing.compareAndSet(false, true)) {
            thread.execute(this::writeChanged);
        }
    }

    private void writeBatch() throws ExecutionException, TimeoutException, InterruptedException {
        Set<HeldConnection> batch = new LinkedHashSet<>();
        for (HeldConnection next = changed.poll(); next != null; next = batch.size() < BATCH ? changed.poll() : null) {
            batch.add(next);
        }
        long now = clock.millis();
        List<CompletionStage<?>> answers = new ArrayList<>();
        List<ConnectionEntry> present = new ArrayList<>();
        List<ConnectionEntry> gone = new ArrayList<>();
        for (HeldConnection connection : batch) {
            ConnectionEntry entry = ConnectionEntry.of(connection.connection(), node);
            if (connection.ended()) {
                gone.add(entry);
                if (connection.loggedInAt() != 0) {
                    answers.add(claims.release(connection.connection()));
                }
            } else {
                connection.written(entry);
                present.add(entry);
                if (connection.claimDue(now)) {
                    connection.claimed(now);
                    answers.add(claims.claim(connection.connection(), time.of(connection.loggedInAt()))
                            .thenAccept(lost -> tell(connection, lost)));
                }
            }
        }
        if (!present.isEmpty()) {
            answers.add(table.write(present));
        }
        if (!gone.isEmpty()) {
            answers.add(table.remove(gone));
        }
        answers.add(users.write(present, gone));
        for (CompletionStage<?> answer : answers) {
            await(answer);
        }
        users.tell();
        expectExpiry();
    }

    private static void tell(HeldConnection connection, boolean lost) {
        if (lost) {
            connection.connection().takenOver();
        }
    }

    private interface Attempt {
        void run() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /** A batch that failed may be in Redis in part: the next beat compares. */
    private void attempt(Attempt work) {
        try {
            work.run();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            repair = true;
            if (!away) {
                away = true;
                LOG.warn("the connections of {} cannot be told to the other nodes: {}", node, e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static <T> T await(CompletionStage<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        return answer.toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Writes what is left and forgets the node, if Redis is there. */
    @Override
    public void close() {
        thread.execute(() -> attempt(() -> {
            while (!changed.isEmpty() && !repair) {
                writeBatch();
            }
            await(table.clear());
            users.linger();
        }));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
