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
import io.campanile.domain.call.Calls.Change;
import io.campanile.domain.call.Party;
import io.campanile.domain.call.RtcCredentials;
import io.campanile.fixture.SetClock;
import io.campanile.store.sql.CallTimes;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the sockets of a node are told, in whatever order its news come; and what it knows of calls from before it began. */
class CallTellingTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static final CompletableFuture<Void> TOLD = CompletableFuture.completedFuture(null);
    private static final CallTransport NOBODY = (notice, rtc) -> TOLD;

    private final List<String> heard = new ArrayList<>();
    private final SetClock clock = new SetClock(1_000_000_000L);
    private final SqlCalls calls = new SqlCalls(DATABASE.dataSource(), 1, new CallTimes(Duration.ofSeconds(120), Duration.ofHours(2),
            Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofDays(30)), clock);

    @AfterEach
    void stop() {
        calls.close();
    }

    @Test
    void aPhoneThatComesBackAfterARestartRingsForWhatRangBefore() {
        Change rings = start("door", "ann", "bob");
        act(rings, "bob", CallAction.REJECTED);
        act(start("gate", "ann"), "ann", CallAction.ANSWERED);
        CallTelling telling = begun();

        assertThat(telling.ringing("ann")).singleElement().satisfies(incoming -> assertThat(incoming)
                .containsEntry("call_id", rings.call().callId()).containsEntry("target_resident_id", "ann").containsEntry("timestamp", 1_000_000_000L));
        assertThat(telling.ringing("bob")).as("who rejected it").isEmpty();
    }

    @Test
    void nobodyRingsForACallWhoseTimeIsOver() {
        start("door", "ann");
        clock.pass(Duration.ofSeconds(121));

        assertThat(begun().ringing("ann")).isEmpty();
    }

    @Test
    void newsThatLaterOnesHaveOvertakenAreStillTold() throws Exception {
        CallTelling one = begun();
        CallTelling another = begun(heard);
        Change rings = start("door", "ann", "bob");
        byte[] first = news(one, rings);
        byte[] second = news(one, act(rings, "ann", CallAction.RINGING));

        another.tellHere(second);
        another.tellHere(first);

        assertThat(heard).containsExactly("door initiated", "ann incoming", "bob incoming", "door ringing");
        assertThat(another.ringing("bob")).as("when he connects").hasSize(1);
    }

    @Test
    void whoAppliesAnEventTellsWhatAnotherHasAppliedBefore() throws Exception {
        CallTelling another = begun(heard);
        Change rings = start("door", "ann", "bob");
        byte[] first = news(begun(), rings);

        byte[] second = news(another, act(rings, "bob", CallAction.REJECTED));
        another.tellHere(first);
        another.tellHere(second);

        assertThat(heard).as("and does not ring at who has rejected it")
                .containsExactly("door initiated", "ann incoming", "door rejected", "ann rejected", "bob rejected");
    }

    @Test
    void whatHappenedBeforeANodeBeganIsNotToldAgain() throws Exception {
        CallTelling one = begun();
        Change rings = start("door", "ann");
        clock.pass(Duration.ofSeconds(1));
        CallTelling restarted = begun(heard);

        restarted.tellHere(news(one, act(rings, "ann", CallAction.RINGING)));

        assertThat(heard).containsExactly("door ringing");
    }

    private static byte[] news(CallTelling telling, Change change) throws Exception {
        return telling.tell(change, new DefaultExchange(new DefaultCamelContext()));
    }

    private CallTelling begun() {
        return begun(new ArrayList<>());
    }

    /** @param heard what its sockets are told */
    private CallTelling begun(List<String> heard) {
        CallTransport sockets = (notice, rtc) -> {
            heard.add(notice.to().id() + " " + notice.values().getOrDefault("action", "incoming"));
            return TOLD;
        };
        CallTelling telling = new CallTelling(calls, sockets, NOBODY, RtcCredentials.NONE, CallNotifier.NONE, new ObjectMapper(), clock);
        telling.begin();
        return telling;
    }

    private Change start(String device, String... residents) {
        return calls.start(new CallRequest(device, new CallTarget(Kind.EVERYBODY, null), Party.device(device), "r", null), Set.of(residents));
    }

    private Change act(Change call, String resident, CallAction action) {
        return calls.apply(call.call().callId(), session -> CallSignal.ofCallee(resident, resident, action, null, null));
    }
}
