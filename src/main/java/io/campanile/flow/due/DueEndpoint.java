package io.campanile.flow.due;

import io.campanile.domain.due.DueRecords;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.ScheduledPollEndpoint;

/** One kind of due records. */
public final class DueEndpoint extends ScheduledPollEndpoint {

    private final String kind;
    private final DueRecords records;
    private int inFlight = 100;
    private long leaseMs = 30_000;

    DueEndpoint(String uri, DueComponent component, String kind, DueRecords records) {
        super(uri, component);
        this.kind = kind;
        this.records = records;
        // While something is due, the next look follows at once
        setGreedy(true);
    }

    /** How many records of the kind this node may be busy with at a time. */
    public void setInFlight(int inFlight) {
        this.inFlight = inFlight;
    }

    /** For how long a record is left to the node that claimed it when that gives no sign of life, in ms. */
    public void setLeaseMs(long leaseMs) {
        this.leaseMs = leaseMs;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        DueConsumer consumer = new DueConsumer(this, processor, kind, records, inFlight, Duration.ofMillis(leaseMs));
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("due records are set by beans: " + getEndpointUri() + " can only begin a route");
    }
}
