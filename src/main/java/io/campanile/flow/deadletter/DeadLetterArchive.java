package io.campanile.flow.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.LetterFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the dead-letter-store flow. What is wrong with a record of the dead-letter topic is never a reason to stand
 * still, nor to write another one: whatever a record is, it is kept. Thread-safe.
 */
public final class DeadLetterArchive {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterArchive.class);

    /** Bytes of a record that is no letter. */
    private static final int MAX_BODY = 524_288;
    private static final int DISCARDED_AT_A_TIME = 1_000;

    private final DeadLetterStore store;
    private final LetterFormat format;
    private final Duration retention;
    private final Clock clock;

    /** @param retention for how long a letter is kept, replayed or not */
    public DeadLetterArchive(DeadLetterStore store, LetterFormat format, Duration retention, Clock clock) {
        this.store = store;
        this.format = format;
        this.retention = retention;
        this.clock = clock;
    }

    /** Records of the dead-letter topic to letters; one that is no letter becomes the body of one. */
    public List<DeadLetter> decode(List<Exchange> batch, Exchange exchange) {
        List<DeadLetter> letters = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            byte[] value = KafkaBatch.body(record.getMessage());
            try {
                letters.add(format.read(value));
            } catch (IOException e) {
                letters.add(foreign(record.getMessage(), value, exchange.getFromRouteId(), e));
            }
        }
        return letters;
    }

    private static DeadLetter foreign(Message record, byte[] value, String routeId, IOException cause) {
        String topic = record.getHeader(KafkaConstants.TOPIC, String.class);
        long at = record.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        int partition = record.getHeader(KafkaConstants.PARTITION, Integer.class);
        long offset = record.getHeader(KafkaConstants.OFFSET, Long.class);
        // The same each time that it is read
        String id = DeadLetterId.at(at, ByteBuffer.allocate(16).putLong(offset).putInt(partition).putInt(topic.hashCode()).array());
        byte[] body = value.length <= MAX_BODY ? value : Arrays.copyOf(value, MAX_BODY);
        return new DeadLetter(id, id, "dead-letter", routeId, reason(cause), 1, topic, record.getExchange().getExchangeId(), null,
                Map.of(KafkaConstants.TOPIC, topic), body, body.length < value.length, at, null);
    }

    private static String reason(IOException cause) {
        return cause instanceof JsonProcessingException malformed ? "not JSON: " + malformed.getOriginalMessage() : cause.getMessage();
    }

    /** Keeps the letters, each once; waits for no backend, and throws while it is away. */
    public void keep(List<DeadLetter> letters) {
        try {
            store.keep(letters);
        } catch (CodedException e) {
            if (e.code() != ErrorCode.INVALID) {
                throw e;
            }
            letters.forEach(this::keepAlone);
        }
        LOG.info("{} dead letters kept", letters.size());
    }

    private void keepAlone(DeadLetter letter) {
        try {
            store.keep(List.of(letter));
        } catch (CodedException e) {
            if (e.code() != ErrorCode.INVALID) {
                throw e;
            }
            LOG.error("dead letter {} is kept without what it was: {}", letter.id(), e.getMessage());
            store.keep(List.of(new DeadLetter(letter.id(), letter.origin(), "unknown", null, "the letter cannot be kept as it was: "
                    + e.getMessage(), letter.attempts(), null, null, null, Map.of(), new byte[0], true, letter.failedAt(), null)));
        }
    }

    /** Discards what is older than the retention. */
    public void expire() {
        DeadLetterFilter old = new DeadLetterFilter(null, null, null, null, null, clock.millis() - retention.toMillis());
        int discarded = 0;
        int some;
        do {
            some = store.discard(old, DISCARDED_AT_A_TIME);
            discarded += some;
        } while (some == DISCARDED_AT_A_TIME);
        if (discarded > 0) {
            LOG.info("{} dead letters were older than {} and are discarded", discarded, retention);
        }
    }
}
