package io.campanile.store.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads for flows that work in batches. camel-kafka works off what it has read once a poll gives nothing; while records come all the
 * time none does, and with its {@code batchingIntervalMs} each record waits until the batch before it is done, though it might be part
 * of it. Here the poll after the time that a batch is gathered gives nothing. Not thread-safe, as every consumer.
 */
final class GatheringConsumer extends KafkaConsumer<Object, Object> {

    /** Camel's watch begins a moment later, and counts whole ones. */
    private static final Duration WATCH = Duration.ofMillis(1);

    /** While nothing waits to be worked off: a poll that ends without a record has only cost something. A route stops after it at the latest. */
    private static final Duration IDLE = Duration.ofMillis(100);

    private Runnable closed;
    private boolean gathering;
    /** Camel may still hold what was more than a batch: its watch began anew then, and ends before the next poll does. */
    private boolean left;
    private long since;

    /** @param closed runs once, when it is closed */
    GatheringConsumer(Properties properties, Runnable closed) {
        super(properties);
        this.closed = closed;
    }

    /** @param timeout for how long others are waited for after a first record */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        Duration longest = gathering ? timeout.plus(WATCH).minusNanos(System.nanoTime() - since)
                : left ? timeout.plus(WATCH) : timeout.compareTo(IDLE) < 0 ? IDLE : timeout;
        ConsumerRecords<Object, Object> records = longest.isNegative() ? ConsumerRecords.empty() : super.poll(longest);
        if (records.isEmpty()) {
            left = gathering;
            gathering = false;
        } else if (!gathering) {
            gathering = true;
            since = System.nanoTime();
        }
        return records;
    }

    @Override
    public void close() {
        super.close();
        tellClosed();
    }

    @Override
    public void close(Duration timeout) {
        super.close(timeout);
        tellClosed();
    }

    private void tellClosed() {
        closed.run();
        closed = () -> { };
    }
}
