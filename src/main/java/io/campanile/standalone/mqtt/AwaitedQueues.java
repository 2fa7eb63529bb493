package io.campanile.standalone.mqtt;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;

/** Waits until the queues behind certain subscriptions exist, then runs its work once. Thread-safe. */
final class AwaitedQueues implements ActiveMQServerQueuePlugin {

    private final Set<SimpleString> missing = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Runnable work;

    AwaitedQueues(Set<SimpleString> queues, Runnable work) {
        missing.addAll(queues);
        this.work = work;
    }

    /** For those that were there before we listened. */
    void look(Predicate<SimpleString> exists) {
        missing.removeIf(exists);
        runWhenComplete();
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        if (missing.remove(queue.getName())) {
            runWhenComplete();
        }
    }

    private void runWhenComplete() {
        if (missing.isEmpty() && done.compareAndSet(false, true)) {
            work.run();
        }
    }
}
