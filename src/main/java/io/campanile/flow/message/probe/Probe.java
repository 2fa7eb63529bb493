package io.campanile.flow.message.probe;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.flow.Headers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two users of this node who write to each other all the time, through the flows that everybody's messages take, and confirm
 * what they get: so it is known how long a message takes, and that it arrives, before somebody complains. What they write runs
 * out after a minute, and is forgotten. Thread-safe.
 */
public final class Probe implements AutoCloseable {

    /** Who hears nothing for so long has lost something. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final String FLOW = "direct:message-send?block=false";
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(5);

    private final ProbeEnd one;
    private final ProbeEnd other;
    private final ProducerTemplate producer;
    private final LongConsumer forget;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread probe = new Thread(work, "message-probe");
        probe.setDaemon(true);
        return probe;
    });

    /**
     * @param forget given a time, ms, forgets what they wrote before it; may block
     * @param took   told how long each message took, ms
     */
    public Probe(String one, String other, Deliveries deliveries, ProducerTemplate producer, LongConsumer forget, LongConsumer took, Clock clock) {
        this.one = new ProbeEnd(one, deliveries, thread, took, clock);
        this.other = new ProbeEnd(other, deliveries, thread, took, clock);
        this.producer = producer;
        this.forget = forget;
        this.clock = clock;
    }

    /**
     * @param period how often each writes to the other
     * @param kept   for how long what they wrote is kept
     */
    public void begin(Duration period, Duration kept) {
        thread.execute(one::open);
        thread.execute(other::open);
        every(period, () -> {
            send(one, other);
            send(other, one);
        });
        every(FORGET_EVERY, () -> forget.accept(clock.millis() - kept.toMillis()));
    }

    private void every(Duration period, Runnable work) {
        thread.scheduleWithFixedDelay(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                // Else it would be the last time
                LOG.info("the message probe could not do its work: {}", e.toString());
            }
        }, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(ProbeEnd from, ProbeEnd to) {
        long now = clock.millis();
        Principal sender = Principal.user(from.userId(), Set.of(Role.USER), "probe", Long.MAX_VALUE, Long.MAX_VALUE);
        producer.asyncSend(FLOW, exchange -> {
            exchange.getMessage().setHeader(Headers.PRINCIPAL, sender);
            exchange.getMessage().setBody(Map.of("to", to.userId(), "type", "probe", "content", now, "loss_time", now + GOOD_FOR.toMillis()));
        });
    }

    /** For how long the one of them who has waited longer has got nothing. */
    public Duration silence() {
        return Duration.ofMillis(clock.millis() - Math.min(one.heardAt(), other.heardAt()));
    }

    /** How long the last message took, ms; -1 before there was one. */
    public long lastTook() {
        return Math.max(one.lastTook(), other.lastTook());
    }

    @Override
    public void close() {
        one.close();
        other.close();
        thread.shutdownNow();
    }
}
