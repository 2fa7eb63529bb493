package io.campanile.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch as camel-kafka hands it to a route. Thread-safe. */
public final class KafkaBatch {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBatch.class);

    /** The value of a record; empty for a record without one, which any program may write, and nothing here can mean. */
    public static byte[] body(Message message) {
        byte[] body = message.getBody(byte[].class);
        return body == null ? new byte[0] : body;
    }

    /**
     * Commits the batch: for each partition in it, its newest offset. Camel's own commit would cover the last record's
     * partition only.
     *
     * @param batch the records, in the order of their offsets; null for a message that came alone, from an edge
     */
    public void commit(List<Exchange> batch) {
        if (batch == null) {
            return;
        }
        Map<Integer, KafkaManualCommit> newest = new HashMap<>();
        for (Exchange record : batch) {
            newest.put(record.getMessage().getHeader(KafkaConstants.PARTITION, Integer.class),
                    record.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        try {
            newest.values().forEach(KafkaManualCommit::commit);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // The partition has a new owner, who will do the batch again; what we did is fenced against that
            LOG.info("A batch of {} records was done, and now belongs to another node", batch.size());
        }
    }
}
