package io.campanile.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.call.CallStart;
import io.campanile.domain.call.Party;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the figures of calls are measured from, and that nothing counts twice. */
class CallMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CallMeters meters = new CallMeters(registry);
    private CallSession call = CallSession.begin(new CallStart("c1", "door", List.of("ann", "bob"), Set.of(), Party.device("door"), null, 1_000, 121_000));

    @Test
    void timesRunFromTheBeginningToTheFirstRingAndTheAnswerAndFromThereToTheEnd() {
        meters.happened(call, call.events().get(0));
        happens(ofCallee("ann", CallAction.RINGING), 1_040);
        happens(ofCallee("bob", CallAction.RINGING), 9_000);
        happens(ofCallee("bob", CallAction.ANSWERED), 5_000 + 9_000);
        happens(CallSignal.ofCaller("door", CallAction.HANGUP, null, null), 44_000);

        assertThat(registry.get("calls_started").counter().count()).isEqualTo(1);
        assertThat(registry.get("call_time_to_ring").timer().count()).as("bob's phone kept nobody waiting").isEqualTo(1);
        assertThat(registry.get("call_time_to_ring").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
        assertThat(registry.get("call_time_to_answer").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(13_000);
        assertThat(registry.get("call_duration").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30_000);
        assertThat(registry.get("calls_ended").tag("reason", "hangup").counter().count()).isEqualTo(1);
    }

    @Test
    void aCallThatNobodyWantsHasNoDuration() {
        happens(ofCallee("ann", CallAction.REJECTED), 2_000);
        happens(ofCallee("bob", CallAction.REJECTED), 3_000);

        assertThat(registry.get("calls_ended").tag("reason", "rejected").counter().count()).isEqualTo(1);
        assertThat(registry.get("call_duration").timer().count()).isZero();
    }

    private static CallSignal ofCallee(String resident, CallAction action) {
        return CallSignal.ofCallee(resident, resident, action, null, null);
    }

    private void happens(CallSignal signal, long now) {
        CallEvent event = call.decide(signal, now);
        call = call.after(event);
        meters.happened(call, event);
    }
}
