package io.campanile.bench.room;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Say numbered messages by REST, each one after the other, and again what was not answered with success. */
final class Speakers {

    /** What is said is the number of its sender, from 1, times this, and its own. */
    static final long NUMBERS = 1_000_000;

    private static final long PATIENCE_S = 120;
    private static final long PAUSE_MS = 100;

    private final String roomId;
    private final List<Node> nodes;
    private final List<Member> senders;
    private final Map<Long, Said> said = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService workers;
    private volatile boolean over;

    Speakers(String roomId, List<Node> nodes, List<Member> senders) {
        this.roomId = roomId;
        this.nodes = nodes;
        this.senders = senders;
        workers = Executors.newFixedThreadPool(senders.size());
    }

    /** @param rate messages a second, of all together */
    void begin(int rate) {
        long pause = TimeUnit.SECONDS.toNanos(senders.size()) / rate;
        for (int i = 0; i < senders.size(); i++) {
            int sender = i;
            workers.execute(() -> speak(sender, pause));
        }
    }

    private void speak(int sender, long pause) {
        try {
            long due = System.nanoTime() + pause * sender / senders.size();
            for (long number = 1; !over; number++, due += pause) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                say(sender, (sender + 1) * NUMBERS + number);
                due = Math.max(due, System.nanoTime() - pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.add(e.getMessage());
        }
    }

    private void say(int sender, long content) throws InterruptedException {
        long asked = System.nanoTime();
        Map<String, ?> message = Map.of("room_id", roomId, "type", "number", "content", content, "client_msg_id", "n" + content);
        String trouble = null;
        for (int attempt = sender; System.nanoTime() < asked + TimeUnit.SECONDS.toNanos(PATIENCE_S); attempt++) {
            try {
                JsonNode answer = nodes.get(attempt % nodes.size()).post("/api/v1/messages", senders.get(sender).token, message);
                if (answer.has("msg_id")) {
                    said.put(content, new Said(content, asked, System.nanoTime()));
                    return;
                }
                trouble = answer.toString();
            } catch (IOException e) {
                trouble = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        throw new IllegalStateException("a message was not accepted within " + PATIENCE_S + " s: " + trouble);
    }

    /** What was accepted so far, by content. */
    Map<Long, Said> said() {
        return said;
    }

    /** @return what could not be done at all */
    List<String> end() throws InterruptedException {
        over = true;
        workers.shutdown();
        if (!workers.awaitTermination(PATIENCE_S + 10, TimeUnit.SECONDS)) {
            failures.add("some messages were not answered");
            workers.shutdownNow();
        }
        return List.copyOf(failures);
    }
}
