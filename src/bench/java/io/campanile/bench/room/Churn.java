package io.campanile.bench.room;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets members join and leave, one after the other, so many a second as can be answered. */
final class Churn {

    private static final int AT_A_TIME = 128;
    private static final long PATIENCE_S = 150;

    private final Door door;
    private final Queue<Member> idle;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    Churn(Door door, List<Member> churners) {
        this.door = door;
        this.idle = new ConcurrentLinkedQueue<>(churners);
    }

    void begin(int changes) {
        if (changes > 0 && !idle.isEmpty()) {
            timer.scheduleAtFixedRate(this::next, 0, 1_000_000 / changes, TimeUnit.MICROSECONDS);
        }
    }

    /** Those who are still at it come again when they are done. */
    private void next() {
        Member member = idle.poll();
        if (member != null) {
            workers.execute(() -> change(member));
        }
    }

    private void change(Member member) {
        try {
            if (member.isIn()) {
                door.leave(member);
            } else {
                door.join(member);
            }
            idle.add(member);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.add(e.getMessage());
        }
    }

    /** @return what could not be done at all */
    List<String> end() throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(1, TimeUnit.SECONDS);
        workers.shutdown();
        if (!workers.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
            failures.add("some joins and leaves were not answered");
            workers.shutdownNow();
        }
        return List.copyOf(failures);
    }
}
