package io.campanile.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A device that remembers the commands it has had: it executes each once, and repeats its reply until the gateway has
 * confirmed it. Thread-safe.
 */
abstract class Device {

    static final ObjectMapper JSON = new ObjectMapper();

    private final String sn;
    private final Habit habit;
    private final ScheduledExecutorService scheduler;
    private final Random random;
    private final Map<String, Received> received = new LinkedHashMap<>();
    private final Queue<String> owed = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Device(String sn, Habit habit, ScheduledExecutorService scheduler, long seed) {
        this.sn = sn;
        this.habit = habit;
        this.scheduler = scheduler;
        this.random = new Random(seed);
    }

    String sn() {
        return sn;
    }

    Habit habit() {
        return habit;
    }

    /** @throws Exception when the gateway is away */
    abstract void connect() throws Exception;

    abstract void disconnect() throws Exception;

    abstract boolean isConnected();

    /** Sends a reply, and waits until the gateway has confirmed it. */
    abstract void send(ObjectNode reply) throws Exception;

    /** Lives by its habit from now on. */
    void begin() {
        scheduler.schedule(this::live, habit.firstAfterMs(random), TimeUnit.MILLISECONDS);
    }

    private void live() {
        long next = 500;
        try {
            if (over) {
                disconnect();
                return;
            }
            if (!isConnected()) {
                connect();
                next = habit.staysMs(random);
            } else if (habit.leaves()) {
                disconnect();
                next = habit.awayMs(random);
            }
            settle();
        } catch (Exception e) {
            // The gateway is away: that is what is being tried out
            next = 500;
        }
        scheduler.schedule(this::live, Math.min(next, habit.leaves() ? next : 500), TimeUnit.MILLISECONDS);
    }

    /** Lets it disconnect and stay away. */
    void end() {
        over = true;
    }

    void receive(String json) {
        try {
            JsonNode command = JSON.readTree(json);
            String id = command.path("command_id").asText();
            synchronized (received) {
                Received known = received.get(id);
                received.put(id, known == null ? new Received(id, System.currentTimeMillis(), received.size(), 1, 0) : known.again());
            }
            scheduler.schedule(() -> {
                owed.add(id);
                settle();
            }, habit.thinksMs(random), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw new IllegalStateException("a command that is no JSON", e);
        }
    }

    private synchronized void settle() {
        for (String id : List.copyOf(owed)) {
            try {
                if (!isConnected()) {
                    return;
                }
                send(JSON.createObjectNode().put("command_id", id).put("code", 0).put("msg", ""));
                owed.remove(id);
                synchronized (received) {
                    received.computeIfPresent(id, (same, known) -> known.replied(System.currentTimeMillis()));
                }
            } catch (Exception e) {
                // It stays owed until the next look
                return;
            }
        }
    }

    Received received(String commandId) {
        synchronized (received) {
            return received.get(commandId);
        }
    }

    Collection<Received> all() {
        synchronized (received) {
            return List.copyOf(received.values());
        }
    }
}
