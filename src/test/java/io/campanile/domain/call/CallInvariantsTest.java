package io.campanile.domain.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.CodedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is said to calls, in whatever order: what must be true of each of them afterwards. */
class CallInvariantsTest {

    private static final List<String> RESIDENTS = List.of("ann", "bob", "cat");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdForRandomSignals(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            holdFor(play(random));
        }
    }

    private static CallSession play(Random random) {
        Set<String> busy = new HashSet<>(RESIDENTS.subList(0, random.nextInt(8) == 0 ? random.nextInt(4) : 0));
        CallSession call = CallSession.begin(new CallStart("c", "door", RESIDENTS, busy, Party.device("door"), null, 0, 120_000));
        for (int step = 0; step < 12; step++) {
            try {
                CallEvent event = call.decide(signal(random), random.nextInt(50));
                if (event.move() == CallMove.ANSWER && random.nextInt(4) == 0) {
                    event = call.busy(event);
                }
                call = call.has(event) ? call : call.after(event);
            } catch (CodedException refused) {
                assertThat(refused.code().number()).isEqualTo(409);
            }
        }
        return call;
    }

    private static CallSignal signal(Random random) {
        Long timestamp = random.nextBoolean() ? null : (long) random.nextInt(5);
        String resident = RESIDENTS.get(random.nextInt(RESIDENTS.size()));
        return switch (random.nextInt(12)) {
            case 0 -> CallSignal.ofCaller("door", CallAction.CANCELLED, timestamp, null);
            case 1 -> CallSignal.ofCaller("door", CallAction.HANGUP, timestamp, null);
            case 2 -> CallSignal.ofCaller("door", CallAction.RINGING, timestamp, null);
            case 3 -> CallSignal.timeout(random.nextBoolean() ? EndReason.RING_TIMEOUT : EndReason.CALL_TIMEOUT);
            default -> CallSignal.ofCallee(resident, resident, List.copyOf(CallAction.OF_CALLEE).get(random.nextInt(4)), timestamp, null);
        };
    }

    private static void holdFor(CallSession call) {
        assertThat(call.events().stream().filter(event -> event.move() == CallMove.ANSWER)).as("winners").hasSizeLessThanOrEqualTo(1);
        assertThat(call.events().stream().filter(event -> !event.state().isLive())).as("ends").hasSizeLessThanOrEqualTo(1);
        assertThat(call.events()).extracting(CallEvent::at).isSorted();
        CallEvent last = call.events().get(call.events().size() - 1);
        assertThat(last.state()).isEqualTo(call.state());
        assertThat(call.endReason() == null).isEqualTo(call.state().isLive());
        assertThat(CallSession.of(call.start(), call.events())).as("its events are the call").isEqualTo(call);
        Map<String, List<String>> closings = new TreeMap<>();
        for (CallEvent event : call.events()) {
            for (CallNotice notice : CallNotices.of(call, event)) {
                Object reason = notice.values().get("reason");
                if (reason != null) {
                    closings.computeIfAbsent(notice.to().id(), id -> new ArrayList<>()).add((String) reason);
                }
            }
        }
        if (!call.state().isLive()) {
            assertThat(closings).as("a closing control for the device").containsEntry("door", List.of(call.endReason().wireName()));
            call.start().targets().stream().filter(target -> !call.start().busy().contains(target)).forEach(target ->
                    assertThat(closings).as("one for each who was rung").hasEntrySatisfying(target, reasons -> assertThat(reasons).singleElement()
                            .isIn(call.endReason().wireName(), "answered_elsewhere")));
        }
    }
}
