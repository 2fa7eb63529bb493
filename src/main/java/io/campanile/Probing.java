package io.campanile;

import io.campanile.domain.message.Recipients;
import io.campanile.domain.session.ReservedNames;
import io.campanile.flow.message.probe.Probe;
import io.campanile.ops.health.ProbeHealth;
import io.campanile.settings.Settings;
import io.campanile.store.sql.SqlProbes;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the two users of this node who see whether messages arrive. */
final class Probing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final char ONE = 'a';
    private static final char OTHER = 'b';

    private final Settings settings;
    private final Duration period;
    /** Null where there is none. */
    private Probe probe;

    Probing(Settings settings) {
        this.settings = settings;
        period = settings.duration("probe.period");
    }

    /** The probe's users can be written to, though they have no account. */
    static Recipients recipients(Settings settings, Recipients people) {
        String node = settings.get("node.id");
        return new Recipients() {
            @Override
            public boolean isKnown(String userId) {
                return isProbe(node, userId) || people.isKnown(userId);
            }

            @Override
            public void require(String userId) {
                if (!isProbe(node, userId)) {
                    people.require(userId);
                }
            }
        };
    }

    private static boolean isProbe(String node, String userId) {
        return ReservedNames.ofProbe(node, ONE).filter(userId::equals).isPresent() || ReservedNames.ofProbe(node, OTHER).filter(userId::equals).isPresent();
    }

    void into(CamelContext camel, Messaging messaging, Backends backends, Ops ops, Clock clock) {
        String node = settings.get("node.id");
        if (period.isZero()) {
            return;
        }
        if (ReservedNames.ofProbe(node, ONE).isEmpty()) {
            LOG.warn("no probe messages: node.id is longer than a probe's name can hold");
            return;
        }
        String one = ReservedNames.ofProbe(node, ONE).orElseThrow();
        String other = ReservedNames.ofProbe(node, OTHER).orElseThrow();
        SqlProbes probes = new SqlProbes(backends.database(), messaging.epochs);
        probe = new Probe(one, other, messaging.deliveries, camel.createProducerTemplate(), before -> probes.forget(one, other, before),
                ops.metrics.messages()::probed, clock);
        ops.metrics.messages().probeSilence(probe::silence);
        ProbeHealth.register(camel, probe::silence, Probe.PATIENCE, probe::lastTook);
    }

    /** Once the routes run. */
    void begin() {
        if (probe != null) {
            probe.begin(period, settings.duration("probe.kept"));
        }
    }

    /** Before the routes end. */
    @Override
    public void close() {
        if (probe != null) {
            probe.close();
        }
    }
}
