package io.campanile.flow.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.InMemoryInboxes;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.RoomReceipts;
import io.campanile.fixture.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When confirmations are written, with a moment to gather them that does not end while the test runs. */
@Timeout(30)
class ConfirmationsTest {

    private static final int ENOUGH = 500;

    private final TestClock clock = new TestClock(1_000_000);
    private final InMemoryInboxes inboxes = new InMemoryInboxes(clock);
    private final Confirmations confirmations = new Confirmations(inboxes, receipts -> { }, RoomReceipts.NONE, "node-1",
            Duration.ofHours(1), clock);

    @BeforeEach
    void fill() {
        inboxes.append(IntStream.rangeClosed(1, 2 * ENOUGH).mapToObj(number -> new Message("m" + number, ConversationId.ofPair("ann", "bob"),
                "ann", "bob", null, "text", "{}", 0, 5, clock.millis(), null, List.of())).toList());
    }

    @AfterEach
    void stop() {
        confirmations.close();
    }

    @Test
    void oneThatComesAloneIsWrittenAtOnce() {
        confirm("phone", 1, 1).join();

        assertThat(inboxes.confirmed("bob", "phone")).isEqualTo(1);
    }

    @Test
    void thoseThatFollowAreOneWriteOnceThereIsEnoughForIt() {
        confirm("phone", 1, 1).join();

        CompletableFuture<Void> few = confirm("phone", 2, 1);
        CompletableFuture<Void> many = confirm("tablet", ENOUGH, ENOUGH);

        CompletableFuture.allOf(few, many).join();
        assertThat(inboxes.confirmWrites()).isEqualTo(2);
        assertThat(inboxes.confirmed("bob", "phone")).isEqualTo(2);
    }

    @Test
    void whatIsGatheredIsWrittenBeforeTheEnd() {
        confirm("phone", 1, 1).join();
        CompletableFuture<Void> last = confirm("phone", 2, 1);

        confirmations.close();

        assertThat(last).isCompleted();
    }

    private CompletableFuture<Void> confirm(String client, long inboxSeq, long count) {
        return confirmations.add("bob", client, "e1", inboxSeq, count).toCompletableFuture();
    }
}
