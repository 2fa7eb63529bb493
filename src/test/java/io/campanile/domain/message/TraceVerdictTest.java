package io.campanile.domain.message;

import static io.campanile.domain.message.Trace.State.DEAD;
import static io.campanile.domain.message.Trace.State.DELIVERED;
import static io.campanile.domain.message.Trace.State.EXPIRED;
import static io.campanile.domain.message.Trace.State.PENDING;
import static io.campanile.domain.message.Trace.State.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Fate.Notification;
import io.campanile.domain.message.Trace.State;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads who asks what became of a message to bob, accepted at 22:13:20. */
class TraceVerdictTest {

    private static final long ACCEPTED = 1_700_000_000_000L;
    private static final long TEN_SECONDS_LATER = ACCEPTED + 10_000;

    static Stream<Arguments> verdicts() {
        return Stream.of(
                Arguments.of("confirmed at once", delivered(35, 1, null), "Delivered to bob's phone-1 after 35 ms"),
                Arguments.of("acking late", delivered(16_400, 3, null), "Delivered to bob's phone-1 after 16.4 s, having been pushed 3 times"),
                Arguments.of("a new installation, after a push notification", delivered(190_000, 1, sent()),
                        "Delivered to bob's phone-1 after 3 min 10 s, 3 min 0 s after a push notification"),
                Arguments.of("confirmed while the vendor was being called", delivered(10_000, 1, sent()), "Delivered to bob's phone-1 after 10.0 s"),
                Arguments.of("expiring while queued", ended(EXPIRED, null), "Expired before bob's first installation confirmed it"),
                Arguments.of("back after longer than the inbox keeps", ended(DEAD, "the inbox keeps it no more"),
                        "Dead before bob's first installation confirmed it: the inbox keeps it no more"),
                Arguments.of("withdrawn", ended(WITHDRAWN, null), "Withdrawn before bob's first installation confirmed it"),
                Arguments.of("confirmed, by whom is not known", new Fate("bob", DELIVERED, ACCEPTED, 0, null, 0, null, 0, true, null, null),
                        "Delivered to bob"),
                Arguments.of("cannot be numbered", ended(DEAD, "it could not be numbered, its content is too long"),
                        "Dead before bob's first installation confirmed it: it could not be numbered, its content is too long"),
                Arguments.of("never acking", waiting(true, 4, 0, null), "Waiting: bob's phone-1 was pushed it 4 times and has not confirmed it"),
                Arguments.of("pushed a moment ago", waiting(true, 1, 0, null), "Waiting: bob's phone-1 was pushed it once and has not confirmed it"),
                Arguments.of("about to be pushed", waiting(true, 0, 0, null), "Waiting: bob is connected and has not confirmed it"),
                Arguments.of("reading slowly", waiting(true, 0, 1, null), "Waiting behind 1 earlier message that bob has not confirmed"),
                Arguments.of("a backlog larger than every queue", waiting(true, 0, 12_345, null), "Waiting behind 12,345 earlier messages that bob has not confirmed"),
                Arguments.of("offline, a moment ago", waiting(false, 0, 0, null),
                        "Waiting: bob has no installation connected; no push notification was due yet"),
                Arguments.of("offline", waiting(false, 0, 0, sent()),
                        "Waiting: bob has no installation connected; a push notification went out at 2023-11-14T22:13:30Z"),
                Arguments.of("offline, the backlog does not matter", waiting(false, 0, 7, sent()),
                        "Waiting: bob has no installation connected; a push notification went out at 2023-11-14T22:13:30Z"),
                Arguments.of("vendor being tried", waiting(false, 0, 0, notification(Notification.State.WAITING, null)),
                        "Waiting: bob has no installation connected; a push notification is on its way since 2023-11-14T22:13:30Z"),
                Arguments.of("vendor 500", waiting(false, 0, 0, notification(Notification.State.DEAD, "the vendor answered 500")),
                        "Waiting: bob has no installation connected; its push notification was given up at 2023-11-14T22:13:30Z: the vendor answered 500"),
                Arguments.of("no installation at all", waiting(false, 0, 0, notification(Notification.State.NOBODY, null)),
                        "Waiting: bob has no installation connected; and none that push notifications can go to"),
                Arguments.of("uninstalled", waiting(false, 0, 0, notification(Notification.State.GONE, null)),
                        "Waiting: bob has no installation connected; the installation that a push notification was for is gone since 2023-11-14T22:13:30Z"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void oneSentenceSaysWhatBecameOfIt(String what, Fate fate, String verdict) {
        assertThat(TraceVerdict.of(List.of(fate))).isEqualTo(verdict);
        assertThat(TraceVerdict.state(List.of(fate))).isEqualTo(fate.state());
    }

    @Test
    void ofARoomItSaysForHowManyItIsOverAndForWhomNot() {
        List<Fate> fates = List.of(delivered(35, 1, null), waiting("carol", PENDING), waiting("dave", PENDING), waiting("erin", EXPIRED));
        assertThat(TraceVerdict.of(fates)).isEqualTo("Delivered to 1 of 4 receivers; pending for carol, dave; expired for erin");
        assertThat(TraceVerdict.state(fates)).isEqualTo(PENDING);
    }

    @Test
    void aNoteToOneselfHasNobodyToBeDeliveredTo() {
        assertThat(TraceVerdict.of(List.of())).isEqualTo("For nobody but its sender");
        assertThat(TraceVerdict.state(List.of())).isEqualTo(DELIVERED);
    }

    private static Fate delivered(long afterMs, int pushes, Notification notification) {
        return new Fate("bob", DELIVERED, ACCEPTED, ACCEPTED + afterMs, "phone-1", pushes, "phone-1", 0, true, notification, null);
    }

    private static Fate ended(State state, String reason) {
        return new Fate("bob", state, ACCEPTED, TEN_SECONDS_LATER, null, 0, null, 0, true, null, reason);
    }

    private static Fate waiting(boolean connected, int pushes, long ahead, Notification notification) {
        return new Fate("bob", PENDING, ACCEPTED, 0, null, pushes, pushes > 0 ? "phone-1" : null, ahead, connected, notification, null);
    }

    private static Fate waiting(String userId, State state) {
        return new Fate(userId, state, ACCEPTED, 0, null, 0, null, 0, false, null, null);
    }

    private static Notification sent() {
        return notification(Notification.State.SENT, null);
    }

    private static Notification notification(Notification.State state, String detail) {
        return new Notification(state, TEN_SECONDS_LATER, detail);
    }
}
