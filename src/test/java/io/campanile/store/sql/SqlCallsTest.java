package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallQuery;
import io.campanile.domain.call.CallRequest;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.call.CallState;
import io.campanile.domain.call.CallTarget;
import io.campanile.domain.call.CallTarget.Kind;
import io.campanile.domain.call.Calls.Change;
import io.campanile.domain.call.EndReason;
import io.campanile.domain.call.Party;
import io.campanile.fixture.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls in SQL: what two nodes do at once, what a call holds, and what is left of it. */
class SqlCallsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static final Set<String> THREE = Set.of("ann", "bob", "cat");

    private final SetClock clock = new SetClock(1_000_000_000L);
    private SqlCalls node;
    private SqlCalls other;

    @BeforeEach
    void start() {
        node = calls();
        other = calls();
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
    }

    private SqlCalls calls() {
        return new SqlCalls(DATABASE.dataSource(), 2, new CallTimes(Duration.ofSeconds(120), Duration.ofHours(2), Duration.ofSeconds(2),
                Duration.ofMinutes(10), Duration.ofDays(30)), clock);
    }

    @Test
    void ofThreeWhoAnswerAtOnceOnTwoNodesOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            String call = begin("door", "r" + round, THREE).call().callId();
            List<Callable<Change>> answers = new ArrayList<>();
            for (String resident : THREE) {
                answers.add(() -> act(resident.equals("ann") ? node : other, call, resident, CallAction.ANSWERED));
            }
            assertThat(atOnce(answers)).as("refusals").hasSize(2).allSatisfy(refused -> assertThat(refused).hasMessage("a call that is connected cannot be answered"));
            CallSession connected = node.find(call).orElseThrow();
            assertThat(connected.state()).isEqualTo(CallState.CONNECTED);
            hangUp(call);
        }
        assertThat(held()).isZero();
    }

    @Test
    void whoAnswersTwoCallsAtOnceGetsOne() throws Exception {
        for (int round = 0; round < 20; round++) {
            String one = begin("door", "a" + round, Set.of("bob")).call().callId();
            String two = begin("gate", "b" + round, Set.of("bob", "ann")).call().callId();
            atOnce(List.of(() -> act(node, one, "bob", CallAction.ANSWERED), () -> act(other, two, "bob", CallAction.ANSWERED)));

            List<CallState> states = List.of(state(one), state(two));
            assertThat(states).as("the one is connected; the other is over, or rings at Ann's").isIn(
                    List.of(CallState.CONNECTED, CallState.INITIATED), List.of(CallState.ENDED, CallState.CONNECTED));
            if (state(one) == CallState.ENDED) {
                assertThat(node.find(one).orElseThrow().endReason()).isEqualTo(EndReason.BUSY);
            }
            for (String call : List.of(one, two)) {
                if (state(call).isLive()) {
                    node.apply(call, session -> CallSignal.ofCaller("door", CallAction.HANGUP, null, null));
                }
            }
        }
        assertThat(held()).isZero();
    }

    @Test
    void theSameDeviceToTheSameResidentsIsTheSameCallWhileItLives() throws Exception {
        List<Callable<Change>> rings = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String request = "r" + i;
            SqlCalls at = i % 2 == 0 ? node : other;
            rings.add(() -> {
                Change change = at.start(request("door", request), THREE);
                synchronized (changes) {
                    changes.add(change);
                }
                return change;
            });
        }
        assertThat(atOnce(rings)).isEmpty();
        assertThat(changes).extracting(change -> change.call().callId()).containsOnly(changes.get(0).call().callId());
        assertThat(changes).filteredOn(Change::isNews).as("begun").hasSize(1);
        String call = changes.get(0).call().callId();
        assertThat(begin("gate", "r", THREE).call().callId()).isNotEqualTo(call);

        hangUp(call);
        assertThat(begin("door", "again", THREE).call().callId()).isNotEqualTo(call);
        assertThat(begin("door", "r1", THREE).call().callId()).as("a repeat is the call that it was, over or not").isEqualTo(call);
        clock.pass(Duration.ofMinutes(11));
        assertThat(begin("door", "r1", THREE).call().callId()).isNotEqualTo(call);
    }

    @Test
    void aDeviceThatRingsAgainWhomItTalksToIsInThatCall() {
        String call = begin("door", "r1", Set.of("bob")).call().callId();
        act(node, call, "bob", CallAction.ANSWERED);

        assertThat(begin("door", "r2", Set.of("bob")).call().callId()).isEqualTo(call);
        Change busy = begin("gate", "r3", Set.of("bob"));
        assertThat(busy.call().endReason()).isEqualTo(EndReason.BUSY);
        assertThat(busy.events()).hasSize(2);
        assertThat(begin("gate", "r4", Set.of("ann", "bob")).call().start().busy()).containsExactly("bob");
    }

    @Test
    void itsTimerFollowsItsStateAndGoesWithIt() {
        String call = begin("door", "r", THREE).call().callId();
        SqlDueRecords due = new SqlDueRecords(DATABASE.dataSource(), clock);
        clock.pass(Duration.ofSeconds(119));
        assertThat(due.claim(SqlCalls.TIMEOUT, 9, Duration.ofSeconds(1))).isEmpty();
        act(node, call, "bob", CallAction.ANSWERED);
        clock.pass(Duration.ofHours(1));
        assertThat(due.claim(SqlCalls.TIMEOUT, 9, Duration.ofSeconds(1))).isEmpty();
        clock.pass(Duration.ofHours(1));
        assertThat(due.claim(SqlCalls.TIMEOUT, 9, Duration.ofMillis(1))).singleElement()
                .satisfies(timer -> assertThat(timer.step()).isEqualTo("call_timeout"));
        assertThat(node.apply(call, session -> CallSignal.timeout(EndReason.CALL_TIMEOUT)).call().endReason()).isEqualTo(EndReason.CALL_TIMEOUT);
        assertThat(node.apply(call, session -> CallSignal.timeout(EndReason.CALL_TIMEOUT)).isNews()).as("once").isFalse();
        assertThat(held()).isZero();
    }

    @Test
    void whatNobodyWasToldWaits() {
        Change begun = begin("door", "r", THREE);
        Change ringing = act(node, begun.call().callId(), "bob", CallAction.RINGING);
        assertThat(other.untold(9)).as("whoever applied them may be at it").isEmpty();
        clock.pass(Duration.ofSeconds(3));
        assertThat(other.untold(9)).extracting(untold -> untold.event().seq()).containsExactly(1, 2);

        node.told(begun.call().callId(), begun.events());
        node.told(begun.call().callId(), ringing.events());
        await().until(() -> other.untold(9).isEmpty());
    }

    @Test
    void aCallIsReadAsItsEventsMadeItAndForgottenInTheEnd() {
        String call = begin("door", "r", THREE).call().callId();
        node.apply(call, session -> CallSignal.ofCallee("admin", "bob", CallAction.REJECTED, 7L, "asleep"));
        hangUp(call);
        CallSession read = node.find(call).orElseThrow();
        assertThat(read).isEqualTo(CallSession.of(read.start(), read.events()));
        assertThat(read.events().get(1).signal()).isEqualTo(CallSignal.ofCallee("admin", "bob", CallAction.REJECTED, 7L, "asleep"));

        clock.pass(Duration.ofDays(31));
        node.sweep();
        assertThat(node.find(call)).isEmpty();
        assertThatThrownBy(() -> hangUp(call)).isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void callsAreFoundByWhoTakesPart() {
        List<String> ids = new ArrayList<>();
        for (String device : List.of("door", "gate", "door", "gate")) {
            clock.pass(Duration.ofSeconds(1));
            ids.add(begin(device, "r" + ids.size(), ids.size() < 2 ? Set.of("ann") : Set.of("bob")).call().callId());
        }
        CallQuery all = query(null, null, null);
        assertThat(found(node.page(all, null, null, 9))).containsExactly(ids.get(3), ids.get(2), ids.get(1), ids.get(0));
        assertThat(found(node.page(all, ids.get(2), null, 1))).containsExactly(ids.get(1));
        assertThat(found(node.page(all, null, ids.get(1), 9))).containsExactly(ids.get(2), ids.get(3));
        assertThat(found(node.page(query("door", "bob", null), null, null, 9))).containsExactly(ids.get(2));
        assertThat(found(node.page(query(null, null, "ann"), null, null, 9))).containsExactly(ids.get(1), ids.get(0));
        assertThatThrownBy(() -> node.page(all, null, "none", 9)).hasMessage("after: no such call");
    }

    private static CallQuery query(String device, String resident, String party) {
        return new CallQuery(device, resident, party, 0, Long.MAX_VALUE);
    }

    private static List<String> found(List<CallSession> calls) {
        return calls.stream().map(CallSession::callId).toList();
    }

    private Change begin(String device, String requestId, Set<String> targets) {
        return node.start(request(device, requestId), targets);
    }

    private static CallRequest request(String device, String requestId) {
        return new CallRequest(device, new CallTarget(Kind.EVERYBODY, null), Party.device(device), requestId, null);
    }

    private static Change act(SqlCalls at, String call, String resident, CallAction action) {
        return at.apply(call, session -> CallSignal.ofCallee(resident, resident, action, null, null));
    }

    private void hangUp(String call) {
        node.apply(call, session -> CallSignal.ofCaller("door", CallAction.HANGUP, null, null));
    }

    private CallState state(String call) {
        return node.find(call).orElseThrow().state();
    }

    /** @return what was thrown */
    private static List<Throwable> atOnce(List<Callable<Change>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        CyclicBarrier together = new CyclicBarrier(work.size());
        List<Throwable> thrown = new ArrayList<>();
        try {
            for (Future<Change> done : threads.invokeAll(work.stream().<Callable<Change>>map(one -> () -> {
                together.await();
                return one.call();
            }).toList())) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    thrown.add(e.getCause());
                }
            }
        } finally {
            threads.shutdown();
        }
        return thrown;
    }

    private static int held() {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT (SELECT COUNT(*) FROM call_live) + (SELECT COUNT(*) FROM call_busy) "
                + "+ (SELECT COUNT(*) FROM due WHERE kind = 'call-timeout')").mapTo(Integer.class).one());
    }
}
