package io.campanile.domain.call;

import static io.campanile.domain.call.CallAction.ANSWERED;
import static io.campanile.domain.call.CallAction.CANCELLED;
import static io.campanile.domain.call.CallAction.HANGUP;
import static io.campanile.domain.call.CallAction.REJECTED;
import static io.campanile.domain.call.CallAction.RINGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What happens to a call, said as its parties say it (PROTOCOL 7). */
class CallSessionTest {

    private static final long NOW = 1_000_000;

    private CallSession call = begin(Set.of());
    /** What the last step said to whom, such as {@code door ringing}. */
    private List<String> told;

    @Test
    void theFirstAnswerWinsAndTheOthersHearOfIt() {
        resident("ann", RINGING);
        assertThat(told).containsExactly("door ringing");
        resident("bob", ANSWERED);

        assertThat(call.state()).isEqualTo(CallState.CONNECTED);
        assertThat(call.answeredBy()).isEqualTo("bob");
        assertThat(told).containsExactly("door answered", "bob answered", "ann cancelled answered_elsewhere", "cat cancelled answered_elsewhere");
        assertRefused("ann", ANSWERED, "a call that is connected cannot be answered");
        assertRefused("cat", REJECTED, "a call that is connected cannot be rejected");

        resident("bob", HANGUP);
        assertThat(told).as("who heard that it was answered elsewhere is told no more").containsExactly("door hangup hangup", "bob hangup hangup");
        assertThat(call.endReason()).isEqualTo(EndReason.HANGUP);
    }

    @Test
    void whoRejectsIsOutAndTheLastOneOutEndsIt() {
        resident("ann", REJECTED);
        assertThat(told).containsExactly("door rejected", "ann rejected", "bob rejected", "cat rejected");
        assertThat(call.state()).isEqualTo(CallState.INITIATED);
        assertRefused("ann", ANSWERED, "a call that ann has rejected cannot be answered");
        resident("bob", RINGING);
        resident("bob", HANGUP);
        resident("cat", REJECTED);

        assertThat(told).as("a closing control for everybody, once")
                .containsExactly("door rejected rejected", "ann rejected rejected", "bob rejected rejected", "cat rejected rejected");
        assertRefused("cat", RINGING, "a call that is ended cannot be ringing");
    }

    @Test
    void theCallerCancelsWhatIsNotAnsweredAndHangsUpWhatIs() {
        CallSession unanswered = call;
        caller(HANGUP);
        assertThat(call.endReason()).isEqualTo(EndReason.CANCELLED);
        assertThat(told).startsWith("door cancelled cancelled");

        call = unanswered;
        resident("ann", ANSWERED);
        assertThatThrownBy(() -> caller(CANCELLED)).hasMessage("a call that is connected cannot be cancelled by its caller");
        caller(HANGUP);
        assertThat(call.endReason()).isEqualTo(EndReason.HANGUP);
    }

    @Test
    void itsTimersEndItInTheirStateAndDoNothingInAnother() {
        CallSession unanswered = call;
        timeout(EndReason.CALL_TIMEOUT);
        assertThat(call).isSameAs(unanswered);
        timeout(EndReason.RING_TIMEOUT);
        assertThat(told).startsWith("door timeout ring_timeout");
        CallSession over = call;
        timeout(EndReason.RING_TIMEOUT);
        assertThat(call).isSameAs(over);

        call = unanswered;
        resident("ann", ANSWERED);
        timeout(EndReason.RING_TIMEOUT);
        assertThat(call.state()).isEqualTo(CallState.CONNECTED);
        timeout(EndReason.CALL_TIMEOUT);
        assertThat(told).containsExactly("door timeout call_timeout", "ann timeout call_timeout");
    }

    @Test
    void aRepeatIsWhatTheFirstWas() {
        CallEvent ringing = step(CallSignal.ofCallee("ann", "ann", RINGING, 7L, null));
        CallEvent answered = step(CallSignal.ofCallee("ann", "ann", ANSWERED, 8L, null));
        step(CallSignal.ofCaller("door", HANGUP, 9L, null));

        assertThat(call.decide(CallSignal.ofCallee("ann", "ann", RINGING, 7L, null), NOW)).isEqualTo(ringing);
        assertThat(call.decide(CallSignal.ofCallee("ann", "ann", ANSWERED, 8L, null), NOW)).isEqualTo(answered);
        assertThat(call.decide(CallSignal.ofCaller("door", HANGUP, 9L, null), NOW + 5).at()).isEqualTo(call.endedAt());
        assertThatThrownBy(() -> call.decide(CallSignal.ofCallee("bob", "bob", ANSWERED, 8L, null), NOW))
                .as("another actor in the same millisecond").isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> call.decide(CallSignal.ofCaller("door", HANGUP, null, null), NOW))
                .hasMessage("a call that is ended cannot be hung up by its caller");
    }

    @Test
    void anotherPhoneOfTheSameResidentChangesNothing() {
        resident("ann", RINGING);
        resident("ann", RINGING);
        assertThat(told).isEmpty();
        resident("bob", RINGING);
        assertThat(told).containsExactly("door ringing");
        resident("ann", ANSWERED);
        resident("ann", ANSWERED);
        assertThat(told).isEmpty();
        assertThat(call.events()).hasSize(4);
    }

    @Test
    void whoIsBusyIsSkippedAndACallThatRingsAtNobodysIsOver() {
        call = begin(Set.of("ann"));
        assertThat(told(call, 0)).containsExactly("door initiated", "bob incoming", "cat incoming");
        assertThat(call.record()).containsEntry("target_resident_ids", List.of("ann", "bob", "cat")).containsEntry("busy_resident_ids", List.of("ann"));
        resident("bob", REJECTED);
        resident("cat", REJECTED);
        assertThat(told).containsExactly("door rejected rejected", "bob rejected rejected", "cat rejected rejected");

        call = begin(Set.of("ann", "bob", "cat"));
        assertThat(call.endReason()).isEqualTo(EndReason.BUSY);
        assertThat(told(call, 0)).containsExactly("door initiated", "door rejected busy");
    }

    @Test
    void anAnswerOfWhoTurnsOutToBeBusyIsNone() {
        resident("ann", REJECTED);
        busy("bob");
        assertThat(told).containsExactly("door rejected", "ann rejected", "bob rejected", "cat rejected");
        assertThat(call.callees()).containsEntry("bob", Standing.BUSY).containsEntry("cat", Standing.INVITED);
        CallEvent again = call.busy(call.decide(CallSignal.ofCallee("bob", "bob", ANSWERED, null, null), NOW));
        assertThat(call.has(again)).isTrue();
        busy("cat");
        assertThat(call.endReason()).as("somebody did reject it").isEqualTo(EndReason.REJECTED);

        call = begin(Set.of("ann", "bob"));
        busy("cat");
        assertThat(call.endReason()).isEqualTo(EndReason.BUSY);
    }

    @Test
    void whoIsNotCalledHasNoSay() {
        assertThatThrownBy(() -> resident("eve", ANSWERED))
                .isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void aReasonOfOnesOwnIsPassedOnUnlessItWouldCloseTheCall() {
        step(CallSignal.ofCallee("ann", "ann", REJECTED, null, "in the bath"));
        assertThat(told).startsWith("door rejected in the bath");
        step(CallSignal.ofCallee("bob", "bob", REJECTED, null, "rejected"));
        assertThat(told).startsWith("door rejected");
        assertThat(told.get(0)).doesNotContain("rejected rejected");
    }

    @Test
    void whatIsToldLateRingsNoPhoneOfACallThatIsOver() {
        CallEvent begun = call.events().get(0);
        resident("ann", RINGING);
        CallEvent ringing = call.events().get(1);
        caller(CANCELLED);

        assertThat(CallNotices.of(call, begun)).extracting(notice -> notice.to().id()).containsExactly("door");
        assertThat(CallNotices.of(call, ringing)).isEmpty();
    }

    private static CallSession begin(Set<String> busy) {
        return CallSession.begin(new CallStart("c", "door", List.of("cat", "ann", "bob"), busy, Party.device("door"), "r", NOW, NOW + 120_000));
    }

    private void resident(String id, CallAction action) {
        step(CallSignal.ofCallee(id, id, action, null, null));
    }

    private void caller(CallAction action) {
        step(CallSignal.ofCaller("door", action, null, null));
    }

    private void timeout(EndReason reason) {
        step(CallSignal.timeout(reason));
    }

    private void busy(String id) {
        become(call.busy(call.decide(CallSignal.ofCallee(id, id, ANSWERED, null, null), NOW)));
    }

    private CallEvent step(CallSignal signal) {
        return become(call.decide(signal, NOW));
    }

    private CallEvent become(CallEvent event) {
        int before = call.events().size();
        if (!call.has(event)) {
            call = call.after(event);
        }
        told = told(call, before);
        return event;
    }

    private static List<String> told(CallSession call, int before) {
        return call.events().stream().skip(before).flatMap(event -> CallNotices.of(call, event).stream())
                .map(notice -> notice.to().id() + " " + (notice.kind() == CallNotice.Kind.INCOMING ? "incoming" : words(notice.values())))
                .collect(Collectors.toList());
    }

    private static String words(Map<String, Object> control) {
        return control.get("action") + (control.containsKey("reason") ? " " + control.get("reason") : "");
    }

    private void assertRefused(String resident, CallAction action, String text) {
        assertThatThrownBy(() -> resident(resident, action))
                .isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT)).hasMessage(text);
    }
}
