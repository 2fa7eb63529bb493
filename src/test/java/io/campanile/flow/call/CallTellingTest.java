package io.campanile.flow.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallNotifier;
import io.campanile.domain.call.CallRequest;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.call.CallTarget;
import io.campanile.domain.call.CallTarget.Kind;
import io.campanile.domain.call.CallTransport;
import io.campanile.domain.call.Party;
import io.campanile.domain.call.RtcCredentials;
import io.campanile.fixture.SetClock;
import io.campanile.store.sql.CallTimes;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlCalls;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node that has just begun knows of the calls that were there before. */
class CallTellingTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static final CallTransport NOBODY = (notice, rtc) -> CompletableFuture.completedFuture(null);

    private final SetClock clock = new SetClock(1_000_000_000L);
    private final SqlCalls calls = new SqlCalls(DATABASE.dataSource(), 1, new CallTimes(Duration.ofSeconds(120), Duration.ofHours(2),
            Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofDays(30)), clock);

    @AfterEach
    void stop() {
        calls.close();
    }

    @Test
    void aPhoneThatComesBackAfterARestartRingsForWhatRangBefore() {
        String rings = call("door", "ann", "bob");
        act(rings, "bob", CallAction.REJECTED);
        act(call("gate", "ann"), "ann", CallAction.ANSWERED);
        CallTelling telling = begun();

        assertThat(telling.ringing("ann")).singleElement().satisfies(incoming -> assertThat(incoming)
                .containsEntry("call_id", rings).containsEntry("target_resident_id", "ann").containsEntry("timestamp", 1_000_000_000L));
        assertThat(telling.ringing("bob")).as("who rejected it").isEmpty();
    }

    @Test
    void nobodyRingsForACallWhoseTimeIsOver() {
        call("door", "ann");
        clock.pass(Duration.ofSeconds(121));

        assertThat(begun().ringing("ann")).isEmpty();
    }

    private CallTelling begun() {
        CallTelling telling = new CallTelling(calls, NOBODY, NOBODY, RtcCredentials.NONE, CallNotifier.NONE, new ObjectMapper(), clock);
        telling.begin();
        return telling;
    }

    private String call(String device, String... residents) {
        return calls.start(new CallRequest(device, new CallTarget(Kind.EVERYBODY, null), Party.device(device), "r", null), Set.of(residents))
                .call().callId();
    }

    private void act(String call, String resident, CallAction action) {
        calls.apply(call, session -> CallSignal.ofCallee(resident, resident, action, null, null));
    }
}
