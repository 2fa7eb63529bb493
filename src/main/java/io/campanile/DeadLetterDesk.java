package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.domain.deadletter.Replays;
import io.campanile.domain.session.Sessions;
import io.campanile.edge.rest.DeadLetterOperations;
import io.campanile.edge.rest.DeadLetterRoutes;
import io.campanile.edge.rest.RestAnswers;
import io.campanile.flow.LetterFormat;
import io.campanile.flow.deadletter.DeadLetterArchive;
import io.campanile.flow.deadletter.DeadLetterReplay;
import io.campanile.flow.deadletter.ReplayRequests;
import io.campanile.ops.management.ManagedDeadLetters;
import io.campanile.settings.Settings;
import io.campanile.store.redis.ClaimingIdempotentRepository;
import io.campanile.store.sql.SqlDeadLetters;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Wires what brings dead letters from their topic to the operator, and back to their flows. */
final class DeadLetterDesk {

    private DeadLetterDesk() {
    }

    static void into(CamelContext camel, Settings settings, Backends backends, Ops ops, Sessions sessions, RestAnswers answers, Clock clock)
            throws Exception {
        DeadLetterStore store = new SqlDeadLetters(backends.database());
        Replays replays = new ReplayRequests(camel.createProducerTemplate(),
                Duration.ofMillis(settings.number("dead-letter-replay.patience-ms")));
        Registry registry = camel.getRegistry();
        registry.bind("deadLetterArchive", new DeadLetterArchive(store, new LetterFormat(new ObjectMapper()),
                settings.duration("dead-letter-store.retention"), clock));
        registry.bind("deadLetterReplay", new DeadLetterReplay(store, camel, clock));
        registry.bind("replayedLetters", new ClaimingIdempotentRepository(backends.redis(), "replay",
                settings.duration("dead-letter-replay.claim"), settings.duration("dead-letter-replay.kept")));
        ops.metrics.flows().deadLettersWaiting(() -> ops.isUp() ? store.waiting(ManagedDeadLetters.COUNTED) : Double.NaN);
        camel.addService(new ManagedDeadLetters(store, replays));
        camel.addRoutes(new DeadLetterRoutes(sessions, answers, new DeadLetterOperations(store, replays, clock)));
    }
}
