package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.Inboxes.Confirmation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is noted of confirmations: of many that come one upon the other one row, and still who confirmed what, where and when. */
class InboxCursorsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;
    private long begun;

    @BeforeEach
    void writeToBob() {
        post = new InboxFixture(DATABASE.dataSource());
        begun = post.clock.millis();
        for (int message = 1; message <= 6; message++) {
            post.send("alice", "bob", "message " + message);
        }
    }

    @Test
    void confirmationsOneUponTheOtherAreOneEventAtTheTimeOfTheLast() {
        confirm("phone", 1, "node-1");
        pass(100);
        confirm("phone", 3, "node-1");
        pass(100);
        confirm("phone", 4, "node-1");

        assertThat(about(1)).isEqualTo(about(4)).singleElement().satisfies(event -> {
            assertThat(List.of(event.fromSeq(), event.toSeq(), event.at() - begun)).containsExactly(1L, 4L, 200L);
            assertThat(event.kind()).isEqualTo(InboxEvent.CONFIRMED);
        });
        assertThat(about(5)).isEmpty();
    }

    @Test
    void aQuarterOfASecondAfterItBeganTheNextEventBegins() {
        confirm("phone", 1, "node-1");
        pass(250);
        confirm("phone", 2, "node-1");
        pass(1);
        confirm("phone", 3, "node-1");

        assertThat(about(2)).singleElement().extracting(InboxEvent::fromSeq).isEqualTo(1L);
        assertThat(about(3)).singleElement().extracting(InboxEvent::fromSeq).isEqualTo(3L);
    }

    @Test
    void eachInstallationHasItsOwnAndEachNode() {
        confirm("phone", 2, "node-1");
        confirm("tablet", 3, "node-1");
        confirm("phone", 3, "node-2");

        assertThat(about(3)).extracting(InboxEvent::clientId).containsExactlyInAnyOrder("phone", "tablet");
        assertThat(about(3)).extracting(InboxEvent::node).containsExactlyInAnyOrder("node-1", "node-2");
        assertThat(about(2)).extracting(InboxEvent::node).containsOnly("node-1");
    }

    @Test
    void whatWasConfirmedBeforeIsNotAnEvent() {
        confirm("phone", 3, "node-1");
        confirm("phone", 2, "node-1");
        assertThat(about(2)).hasSize(1);
    }

    @Test
    void anEventThatWasLetGoIsNotGoneOnWith() {
        confirm("phone", 1, "node-1");
        DATABASE.jdbi().useHandle(handle -> handle.execute("DELETE FROM inbox_event"));
        confirm("phone", 2, "node-1");
        assertThat(about(2)).singleElement().extracting(InboxEvent::fromSeq).isEqualTo(2L);
    }

    @Test
    void aNewEpochGoesOnWithNothingOfTheOldOne() {
        confirm("phone", 2, "node-1");
        post.epochs.begin();
        post.inboxes.resume("bob", "phone");

        confirm("phone", 1, "node-1");

        assertThat(about(1)).singleElement().extracting(InboxEvent::fromSeq, InboxEvent::toSeq).containsExactly(1L, 1L);
    }

    private void confirm(String client, long number, String node) {
        assertThat(post.inboxes.confirm(List.of(new Confirmation("bob", client, post.epochs.present(), number, node, post.clock.millis())))
                .get(0).problem()).isNull();
    }

    private List<InboxEvent> about(long number) {
        return new SqlInboxEvents(DATABASE.dataSource()).about("bob", post.epochs.present(), number);
    }

    private void pass(long ms) {
        post.clock.advance(Duration.ofMillis(ms));
    }
}
