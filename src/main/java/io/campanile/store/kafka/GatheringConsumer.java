package io.campanile.store.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads for flows that work in batches. camel-kafka works off what it has read once a poll gives nothing; while records come all the
 * time none does, and with its {@code batchingIntervalMs} each record waits until the batch before it is done, though it might be part
 * of it. Here the poll after the time that a batch is gathered gives nothing. A consumer asks for more as it hands over what it
 * has, so that a busy flow finds the few records that came just then: a batch waits for the next answer too. Not thread-safe, as
 * every consumer.
 */
final class GatheringConsumer extends KafkaConsumer<Object, Object> {

    private final Gathering gathering = new Gathering(System::nanoTime);
    private Runnable closed;

    /** @param closed runs once, when it is closed */
    GatheringConsumer(Properties properties, Runnable closed) {
        super(properties);
        this.closed = closed;
    }

    /** @param timeout for how long others are waited for after a first record */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        ConsumerRecords<Object, Object> there = gathering.isUnderWay() ? ConsumerRecords.empty() : super.poll(Duration.ZERO);
        Duration longest = gathering.longest(timeout);
        ConsumerRecords<Object, Object> records = !there.isEmpty() || longest.isNegative() ? there : super.poll(longest);
        if (records.isEmpty()) {
            gathering.cameNothing();
        } else {
            gathering.came(records == there);
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
