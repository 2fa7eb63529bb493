package io.campanile;

import io.campanile.domain.message.Census;
import io.campanile.flow.message.Conservation;
import io.campanile.ops.health.ConservationHealth;
import io.campanile.store.sql.SqlCensus;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Wires the proof that no message is lost: inboxes are counted, and whose does not add up is told. */
final class Accounting {

    private Accounting() {
    }

    static void into(CamelContext camel, Backends backends, Ops ops, Clock clock) {
        Census census = new SqlCensus(backends.database(), clock);
        camel.getRegistry().bind("conservation", new Conservation(census, clock));
        ConservationHealth.register(camel, census);
        ops.metrics.messages().conservation(Census.FLOW, () -> ops.isUp() ? census.result() : null);
    }
}
