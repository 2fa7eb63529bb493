package io.campanile.flow.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Receipt;
import io.campanile.flow.message.delivery.DeliveryFixture.Client;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one connection is pushed, and when (PROTOCOL 6). A push is written {@code number<prev}. */
class DeliveryTest {

    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void messagesArePushedInOrderAsTheyCome() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 1);
        fixture.send("carol", "bob", 2);
        assertThat(bob.pushed).containsExactly("1<0", "2<1", "3<2");
        assertThat(fixture.inboxes.reads()).as("a hint spares the look into the inbox").isZero();
    }

    @Test
    void aNewInstallationStartsWhereTheUserIsAndAKnownOneWhereItWas() {
        Client phone = fixture.connect("bob", "phone");
        fixture.send("alice", "bob", 3);
        phone.confirm(2);
        phone.delivery.close();
        fixture.send("alice", "bob", 1);
        assertThat(phone.pushed).as("nothing is pushed to one that is gone").hasSize(3);

        assertThat(fixture.connect("bob", "laptop").pushed).containsExactly("3<2", "4<3");
        assertThat(fixture.connect("bob", "phone").pushed).containsExactly("3<2", "4<3");
    }

    @Test
    void noMoreThanTheWindowIsUnconfirmedAndTheRestFollowsConfirmations() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 10);
        assertThat(bob.pushed).containsExactly("1<0", "2<1", "3<2", "4<3");
        bob.confirm(1);
        assertThat(bob.pushed).endsWith("5<4").hasSize(5);
        bob.confirm(5);
        assertThat(bob.pushed).endsWith("9<8").hasSize(9);
    }

    @Test
    void aBacklogLargerThanEveryQueueArrivesWhole() {
        fixture.append("alice", "bob", 500);
        Client bob = fixture.connect("bob", "b");
        for (int confirmed = 0; confirmed < 500; confirmed = bob.pushed.size()) {
            bob.confirm(bob.pushed.size());
        }
        assertThat(bob.pushed).hasSize(500).endsWith("500<499");
        assertThat(fixture.inboxes.largestPage()).isLessThanOrEqualTo(DeliveryFixture.WINDOW);
    }

    @Test
    void theOldestUnconfirmedIsPushedAgainFourTimesAndThenTheConnectionIsGone() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 2);
        fixture.pass(4_999);
        assertThat(bob.pushed).hasSize(2);
        fixture.pass(1);
        assertThat(bob.pushed).containsExactly("1<0", "2<1", "1<0");
        fixture.pass(5_000);
        assertThat(bob.pushed).hasSize(4);
        fixture.pass(10_000);
        assertThat(bob.pushed).hasSize(5);
        fixture.pass(20_000);
        assertThat(bob.pushed).hasSize(6).endsWith("1<0");
        fixture.pass(4_999);
        assertThat(bob.gone).isFalse();
        fixture.pass(1);
        assertThat(bob.gone).isTrue();
        assertThat(fixture.deliveries.users()).isEmpty();
        assertThat(fixture.connect("bob", "b").pushed).as("it comes back").containsExactly("1<0", "2<1");
    }

    @Test
    void anyConfirmationStartsTheCountAfresh() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 3);
        fixture.pass(44_000);
        assertThat(bob.pushed).hasSize(3 + 4);
        bob.confirm(1);
        fixture.pass(4_999);
        assertThat(bob.pushed).hasSize(3 + 4);
        fixture.pass(1);
        assertThat(bob.pushed).endsWith("2<1");
        fixture.pass(39_999);
        assertThat(bob.gone).isFalse();
    }

    @Test
    void whoHasConfirmedEverythingIsLeftInPeaceAndCostsNoTimer() {
        Client bob = fixture.connect("bob", "b");
        assertThat(fixture.timers()).isZero();
        fixture.send("alice", "bob", 3);
        bob.confirm(3);
        fixture.pass(600_000);
        assertThat(bob.pushed).hasSize(3);
        assertThat(bob.gone).isFalse();
        assertThat(fixture.timers()).isZero();
    }

    @Test
    void moreThanWasPushedCannotBeConfirmed() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 6);
        assertThatThrownBy(() -> bob.confirm(5)).hasRootCauseInstanceOf(CodedException.class)
                .hasMessageContaining("inbox_seq: 5 is more than was pushed, 4");
        bob.confirm(4);
        bob.confirm(3);
        assertThat(fixture.inboxes.confirmed("bob", "b")).isEqualTo(4);
    }

    @Test
    void theTraceTellsThatWhatWasConfirmedWasMoreThanWasPushedAndOnlyOnce() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 6);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> bob.confirm(5)).hasRootCauseInstanceOf(CodedException.class);
        }
        fixture.pass(1_000);
        assertThat(fixture.logged).filteredOn(event -> event.kind().equals(InboxEvent.ACK_REFUSED)).singleElement()
                .satisfies(event -> assertThat(List.of(event.fromSeq(), event.toSeq())).containsExactly(1L, 4L))
                .extracting(InboxEvent::detail).isEqualTo("inbox_seq: 5 is more than was pushed, 4");
    }

    @Test
    void anotherEpochIsToldThePresentOne() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 1);
        assertThatThrownBy(() -> bob.confirm("e0", 1)).isInstanceOf(CompletionException.class).cause()
                .isInstanceOfSatisfying(CodedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(refused.values()).isEqualTo(java.util.Map.of("epoch", "e1"));
                });
    }

    @Test
    void onesOwnMessagesArePushedAndNeedNoConfirmation() {
        Client alice = fixture.connect("alice", "a");
        fixture.send("alice", "bob", 10);
        assertThat(alice.pushed).as("nor do they fill the window").hasSize(10);
        fixture.pass(59_999);
        assertThat(alice.pushed).hasSize(10);
        assertThat(fixture.inboxes.confirmed("alice", "a")).isZero();
        fixture.pass(1);
        await().untilAsserted(() -> assertThat(fixture.inboxes.confirmed("alice", "a")).as("it surely has them by now").isEqualTo(10));
        assertThat(alice.gone).isFalse();
    }

    @Test
    void onesOwnMessagesAreConfirmedWithWhatComesAfterThem() {
        Client alice = fixture.connect("alice", "a");
        fixture.send("bob", "alice", 1);
        fixture.send("alice", "bob", 2);
        fixture.send("bob", "alice", 1);
        fixture.pass(61_000);
        assertThat(fixture.inboxes.confirmed("alice", "a")).as("what another wrote before is owed").isZero();
        Client again = fixture.connect("alice", "a");
        again.confirm(4);
        assertThat(fixture.inboxes.confirmed("alice", "a")).isEqualTo(4);
    }

    @Test
    void whatRanOutIsLeftOutAndPrevTells() {
        long soon = fixture.clock.millis() + 1_000;
        fixture.append("alice", "bob", 1);
        fixture.append("alice", "bob", 1, soon);
        fixture.append("alice", "bob", 1);
        fixture.pass(1_001);
        assertThat(fixture.connect("bob", "b").pushed).containsExactly("1<0", "3<1");
    }

    @Test
    void whatRunsOutWhileItWaitsForTheWindowIsLeftOut() {
        long soon = fixture.clock.millis() + 1_000;
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 4);
        fixture.deliveries.appended(fixture.append("alice", "bob", 1, soon));
        fixture.send("alice", "bob", 1);
        fixture.pass(1_001);
        bob.confirm(4);
        assertThat(bob.pushed).endsWith("4<3", "6<4").hasSize(5);
    }

    @Test
    void whatRunsOutUnconfirmedIsOwedNoMore() {
        long soon = fixture.clock.millis() + 1_000;
        Client bob = fixture.connect("bob", "b");
        fixture.deliveries.appended(fixture.append("alice", "bob", 1, soon));
        fixture.send("alice", "bob", 1);
        fixture.pass(5_000);
        assertThat(bob.pushed).as("the count begins with the next").containsExactly("1<0", "2<1");
        fixture.pass(5_000);
        assertThat(bob.pushed).containsExactly("1<0", "2<1", "2<1");
        bob.confirm(2);
    }

    @Test
    void aLostSignalIsFoundInTheInbox() {
        Client bob = fixture.connect("bob", "b");
        fixture.append("alice", "bob", 2);
        fixture.send("alice", "bob", 1);
        assertThat(bob.pushed).as("one that comes after tells").containsExactly("1<0", "2<1", "3<2");
        fixture.append("alice", "bob", 1);
        fixture.deliveries.newest(fixture.inboxes.newest(fixture.deliveries.users()));
        assertThat(bob.pushed).as("and so does a look").endsWith("4<3");
    }

    @Test
    void repeatsAndSignalsInAnotherOrderHaveNoEffect() {
        Client bob = fixture.connect("bob", "b");
        List<InboxMessage> first = fixture.append("alice", "bob", 2);
        List<InboxMessage> second = fixture.append("carol", "bob", 2);
        fixture.deliveries.appended(second);
        fixture.deliveries.appended(first);
        fixture.deliveries.appended(second);
        assertThat(bob.pushed).containsExactly("1<0", "2<1", "3<2", "4<3");
    }

    @Test
    void aClientThatReadsSlowlyIsPushedNoMoreThanItTakes() {
        Client bob = fixture.connect("bob", "b");
        bob.slow = true;
        fixture.send("alice", "bob", 3);
        assertThat(bob.pushed).isEmpty();
        bob.readAgain();
        assertThat(bob.pushed).containsExactly("1<0", "2<1", "3<2");
    }

    @Test
    void whoWasAwayForTooLongIsToldToReadTheHistory() {
        fixture.append("alice", "bob", 10);
        fixture.connect("bob", "b").delivery.close();
        fixture.inboxes.trim("bob", 7);
        Client bob = fixture.connect("bob", "b");
        assertThat(bob.resets).containsExactly("e1:7");
        assertThat(bob.pushed).containsExactly("8<7", "9<8", "10<9");
    }

    @Test
    void whenTheNumbersBeginAnewTheClientIsToldAndGoesOn() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 3);
        bob.confirm(3);
        fixture.inboxes.begin("e2");
        fixture.deliveries.newest(fixture.inboxes.newest(fixture.deliveries.users()));
        assertThat(bob.resets).containsExactly("e2:0");
        assertThat(bob.pushed).endsWith("1<0", "2<1", "3<2").hasSize(6);
        bob.confirm("e2", 3);
    }

    @Test
    void whatComesLateFromAnEpochThatIsOverChangesNothing() {
        fixture.inboxes.begin("e0");
        List<InboxMessage> late = fixture.append("alice", "carol", 1);
        fixture.inboxes.begin("e1");
        Client carol = fixture.connect("carol", "c");
        fixture.send("alice", "carol", 2);
        fixture.inboxes.away(true);
        fixture.deliveries.appended(late);
        fixture.pass(10_000);
        var confirmed = carol.delivery.confirm("e1", 3).toCompletableFuture();
        fixture.inboxes.away(false);
        fixture.pass(10_000);
        assertThat(confirmed).as("what was pushed may be confirmed").succeedsWithin(Duration.ofSeconds(5));
        assertThat(carol.pushed).containsExactly("1<0", "2<1", "3<2");
        assertThat(carol.resets).isEmpty();
        fixture.send("alice", "carol", 1);
        assertThat(carol.pushed).endsWith("4<3").hasSize(4);
    }

    @Test
    void aConfirmationByAnotherWayIsTakenUp() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 6);
        fixture.deliveries.confirmed("bob", "b", 5);
        assertThat(bob.pushed).endsWith("6<5").hasSize(5);
        fixture.deliveries.confirmed("bob", "other", 6);
        fixture.pass(5_000);
        assertThat(bob.pushed).as("it is not this installation's").endsWith("6<5", "6<5");
    }

    @Test
    void whileTheDatabaseIsAwayAConfirmationIsRefusedAndYetNotForgotten() {
        Client bob = fixture.connect("bob", "b");
        fixture.send("alice", "bob", 3);
        fixture.inboxes.away(true);
        assertThatThrownBy(() -> bob.confirm(2)).cause().isInstanceOfSatisfying(CodedException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        fixture.inboxes.away(false);
        await().untilAsserted(() -> assertThat(fixture.inboxes.confirmed("bob", "b")).isEqualTo(2));
    }

    @Test
    void whoConnectsWhileTheDatabaseIsAwayIsServedWhenItIsBack() {
        fixture.append("alice", "bob", 1);
        fixture.inboxes.away(true);
        Client bob = fixture.connect("bob", "b");
        fixture.pass(1_000);
        assertThat(bob.pushed).isEmpty();
        fixture.inboxes.away(false);
        fixture.pass(1_000);
        assertThat(bob.pushed).containsExactly("1<0");
    }

    @Test
    void whatIsPushedInARowIsNotedAsOneForTheTrace() {
        fixture.connect("bob", "b");
        fixture.send("alice", "bob", 3);
        fixture.pass(5_000);
        fixture.pass(1_000);
        assertThat(fixture.logged).extracting(event -> event.kind() + " " + event.fromSeq() + "-" + event.toSeq() + " " + event.clientId())
                .containsExactly("pushed 1-3 b", "retried 1-1 b");
    }

    @Test
    void theSenderIsToldWhatIsDelivered() {
        Client phone = fixture.connect("bob", "phone");
        Client laptop = fixture.connect("bob", "laptop");
        fixture.send("alice", "bob", 3);
        phone.confirm(2);
        laptop.confirm(1);
        assertThat(fixture.receipts).containsExactly(new Receipt("u:alice:bob", "alice", "bob", 2, 0));
    }
}
