package io.campanile.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch as camel-kafka hands it to a route. Thread-safe. */
public final class KafkaBatch {

    /** The exchange property in which a flow keeps the batch that it is at. */
    public static final String PROPERTY = "batch";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBatch.class);

    /** The records that a flow is at; none when it is at a message that came alone. */
    @SuppressWarnings("unchecked")
    public static List<Exchange> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, List.of(), List.class);
    }

    /** The value of a record; empty for a record without one, which any program may write, and nothing here can mean. */
    public static byte[] body(Message message) {
        byte[] body = message.getBody(byte[].class);
        return body == null ? new byte[0] : body;
    }

    /**
     * Commits the batch: for each partition in it, its newest offset, all in one request that the next poll sends.
     * Camel's own commit would cover the last record's partition only, and wait for it. What a crash keeps from being
     * committed is done again, without effect.
     *
     * @param batch the records, in the order of their offsets; null for a message that came alone, from an edge
     */
    public void commit(List<Exchange> batch) {
        if (batch == null || batch.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> newest = new HashMap<>();
        DefaultKafkaManualCommit last = null;
        for (Exchange record : batch) {
            last = record.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, DefaultKafkaManualCommit.class);
            newest.put(last.getPartition(), new OffsetAndMetadata(last.getRecordOffset() + 1));
        }
        last.getCamelExchangePayload().consumer.commitAsync(newest, (offsets, failure) -> {
            if (failure != null) {
                // Most often a partition has a new owner, who will do the batch again
                LOG.info("The offsets of a batch of {} records were not committed: {}", batch.size(), failure.toString());
            }
        });
    }
}
