package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Confirmed;
import io.campanile.domain.message.Inboxes.Delivered;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Inboxes.Position;
import io.campanile.domain.message.Inboxes.Problem;
import io.campanile.domain.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever writes at the same time, whatever comes twice: an inbox has each message once, under the next number. */
class SqlInboxesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private InboxFixture post;

    @BeforeEach
    void open() {
        post = new InboxFixture(DATABASE.dataSource());
    }

    @Test
    void aMessageIsNumberedInItsConversationAndInTheInboxesOfBoth() {
        post.send("alice", "bob", "one");
        post.send("carol", "bob", "two");

        assertThat(post.send("bob", "alice", "three")).extracting(InboxMessage::userId, InboxMessage::inboxSeq, InboxMessage::seq, InboxMessage::isOwn)
                .containsExactly(tuple("alice", 2L, 2L, false), tuple("bob", 3L, 2L, true));
        assertThat(post.texts("bob", 0)).containsExactly("one", "two", "three");
    }

    @Test
    void whatOneWritesToOneselfIsThereOnce() {
        assertThat(post.send("alice", "alice", "remember")).extracting(InboxMessage::inboxSeq, InboxMessage::isOwn).containsExactly(tuple(1L, true));
    }

    @Test
    void theSystemKeepsNoInbox() {
        assertThat(post.send(Message.SYSTEM, "bob", "news")).extracting(InboxMessage::userId).containsExactly("bob");
    }

    @Test
    void aRepeatIsNotAppendedAgainInTheSameBatchNorInALaterOne() {
        Message once = post.message("alice", "bob", "once");
        assertThat(post.inboxes.append(List.of(once, once))).hasSize(2);
        assertThat(post.inboxes.append(List.of(once, post.message("alice", "bob", "next")))).extracting(InboxMessage::seq).containsExactly(2L, 2L);
        assertThat(post.inboxes.append(List.of(once))).isEmpty();
        assertThat(post.texts("bob", 0)).containsExactly("once", "next");
    }

    @Test
    void aBatchIsAppendedWholeOrNotAtAll() {
        Message poison = new Message("x".repeat(65), "u:alice:bob", "alice", "bob", null, "text", "1", 0, 5, 1, null, List.of());
        assertThatThrownBy(() -> post.inboxes.append(List.of(post.message("alice", "bob", "good"), poison))).isInstanceOf(CodedException.class);
        assertThat(post.texts("bob", 0)).isEmpty();
        assertThat(post.send("alice", "bob", "first")).extracting(InboxMessage::inboxSeq).containsOnly(1L);
    }

    @Test
    void aPageEndsAtItsLimitAndTheNextOneGoesOn() {
        for (int i = 0; i < 5; i++) {
            post.send("alice", "bob", "m" + i);
        }
        Page first = post.inboxes.read("bob", 1, 3);
        assertThat(first.messages()).extracting(InboxMessage::inboxSeq).containsExactly(2L, 3L, 4L);
        assertThat(first.hasMore()).isTrue();
        Page second = post.inboxes.read("bob", first.next(), 3);
        assertThat(second.messages()).extracting(InboxMessage::inboxSeq).containsExactly(5L);
        assertThat(second.hasMore()).isFalse();
        assertThat(post.inboxes.read("bob", second.next(), 3)).isEqualTo(new Page(first.epoch(), List.of(), 5, false));
        assertThat(post.inboxes.read("nobody", 0, 3)).isEqualTo(new Page(first.epoch(), List.of(), 0, false));
    }

    @Test
    void anInstallationContinuesAfterWhatItConfirmedAndANewOneWhereTheUserIs() {
        for (int i = 0; i < 4; i++) {
            post.send("alice", "bob", "m" + i);
        }
        assertThat(post.inboxes.resume("bob", "phone")).extracting(Position::confirmed, Position::last, Position::reset).containsExactly(0L, 4L, false);
        post.confirm("bob", "phone", 2);
        assertThat(post.inboxes.resume("bob", "tablet").confirmed()).isEqualTo(2);
        post.confirm("bob", "phone", 4);
        assertThat(post.inboxes.resume("bob", "tablet").confirmed()).isEqualTo(2);
        assertThat(post.inboxes.resume("bob", "watch").confirmed()).isEqualTo(4);
        assertThat(post.inboxes.resume("bob", "phone").confirmed()).isEqualTo(4);
    }

    @Test
    void aConfirmationTellsTheSendersHowFarTheirMessagesAreDelivered() {
        post.send("alice", "bob", "a1");
        post.send("carol", "bob", "c1");
        post.send("bob", "alice", "own");
        post.send("alice", "bob", "a2");

        assertThat(post.confirm("bob", "phone", 3).delivered()).containsExactlyInAnyOrder(
                new Delivered("u:alice:bob", "alice", "bob", 0, 1), new Delivered("u:bob:carol", "carol", "bob", 0, 1));
        assertThat(post.confirm("bob", "tablet", 3).delivered()).isEmpty();
        assertThat(post.confirm("bob", "tablet", 4).delivered()).containsExactly(new Delivered("u:alice:bob", "alice", "bob", 2, 3));
    }

    @Test
    void aConfirmationIsIdempotentAndNeverMovesBack() {
        for (int i = 0; i < 3; i++) {
            post.send("alice", "bob", "m" + i);
        }
        post.confirm("bob", "phone", 3);
        assertThat(post.confirm("bob", "phone", 1)).isEqualTo(new Confirmed(null, post.epochs.present(), List.of()));
        assertThat(post.confirm("bob", "phone", 3)).isEqualTo(new Confirmed(null, post.epochs.present(), List.of()));
        assertThat(post.inboxes.resume("bob", "phone").confirmed()).isEqualTo(3);
    }

    @Test
    void manyConfirmationsAreTakenTogetherEachWithItsAnswer() {
        post.send("alice", "bob", "m");
        post.send("alice", "carol", "m");
        List<Confirmed> answers = post.inboxes.confirm(List.of(post.confirmation("bob", "phone", 2), post.confirmation("carol", "phone", 1),
                post.confirmation("bob", "phone", 1), post.confirmation("nobody", "phone", 1), post.confirmation("nobody", "phone", 0)));

        assertThat(answers).extracting(Confirmed::problem).containsExactly(Problem.BEYOND, null, null, Problem.BEYOND, null);
        assertThat(answers).extracting(answer -> answer.delivered().size()).containsExactly(0, 1, 1, 0, 0);
    }

    @Test
    void whatRanOutIsNeitherPushedNorDelivered() {
        post.inboxes.append(List.of(post.lasting("alice", "bob", "short", clockIn(5)), post.message("alice", "bob", "long")));
        post.clock.advance(Duration.ofSeconds(6));

        Page page = post.inboxes.read("bob", 0, 10);
        assertThat(page.messages()).extracting(InboxMessage::inboxSeq).containsExactly(2L);
        assertThat(post.texts("alice", 0)).as("who sent it knows it").containsExactly("short", "long");
        assertThat(post.confirm("bob", "phone", 2).delivered()).containsExactly(new Delivered("u:alice:bob", "alice", "bob", 1, 2));
        assertThat(counter("bob", "expired")).isEqualTo(1);
        assertThat(counter("bob", "delivered")).isEqualTo(1);
    }

    @Test
    void whatRanOutAmongOthersIsNotCounted() {
        post.inboxes.append(List.of(post.message("alice", "bob", "one"), post.lasting("alice", "bob", "short", clockIn(5)), post.message("alice", "bob", "three")));
        post.clock.advance(Duration.ofSeconds(6));
        post.texts("bob", 0);
        assertThat(post.confirm("bob", "phone", 3).delivered()).containsExactly(new Delivered("u:alice:bob", "alice", "bob", 0, 3));
        assertThat(post.tally()).isEqualTo(new Tally(3, 2, 0, 1, 0, 0));
    }

    @Test
    void theNewestNumbersAreOfThoseWhoHaveAny() {
        post.send("alice", "bob", "m");
        post.inboxes.resume("idle", "phone");
        assertThat(post.inboxes.newest(List.of("bob", "idle", "nobody"))).hasSize(2)
                .hasEntrySatisfying("bob", newest -> assertThat(newest.inboxSeq()).isEqualTo(1))
                .hasEntrySatisfying("idle", newest -> assertThat(newest.inboxSeq()).isZero());
    }

    /** As two nodes do after a rebalance: the same batches, some of them by both, in conversations and inboxes that overlap. */
    @Test
    void writersThatRaceLeaveNoGapAndNoDouble() throws Exception {
        List<List<Message>> batches = new ArrayList<>();
        List<String> people = List.of("ann", "ben", "cas", "dan", "eve");
        for (int batch = 0; batch < 40; batch++) {
            List<Message> messages = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                messages.add(post.message(people.get((batch + i) % 5), people.get((batch * i + 1) % 5), "m"));
            }
            batches.add(messages);
        }
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> work = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            List<List<Message>> order = new ArrayList<>(batches);
            Collections.rotate(order, writer * 7);
            work.add(writers.submit(() -> order.stream().mapToInt(batch -> post.inboxes.append(batch).size()).sum()));
        }
        int appended = 0;
        for (Future<Integer> one : work) {
            appended += one.get();
        }
        writers.shutdown();

        assertThat(rows("SELECT SUM(count) FROM inbox_entry")).containsExactly((long) appended);
        for (String person : people) {
            List<Long> numbers = post.numbers(person);
            assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        }
        assertThat(rows("SELECT COUNT(*) FROM message m WHERE seq > "
                + "(SELECT COUNT(*) FROM message o WHERE o.conversation_number = m.conversation_number)"))
                .containsExactly(0L);
        assertThat(rows("SELECT COUNT(*) FROM message")).containsExactly(800L);
    }

    /** Each locks rows that the other wants; and what is confirmed meanwhile is neither counted twice nor forgotten. */
    @Test
    void whoConfirmsWhileOthersWriteHoldsUpNobodyForEver() throws Exception {
        List<String> people = List.of("ann", "ben", "cas", "dan");
        people.forEach(person -> post.inboxes.resume(person, "phone"));
        ExecutorService crowd = Executors.newFixedThreadPool(4);
        List<Future<?>> work = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            int first = worker;
            work.add(crowd.submit(() -> {
                for (int i = 0; i < 60; i++) {
                    post.inboxes.append(List.of(post.message(people.get((first + i) % 4), people.get((first + 2 * i + 1) % 4), "m"),
                            post.message(people.get(3 - i % 4), people.get((first + i) % 4), "m")));
                }
            }));
            work.add(crowd.submit(() -> {
                for (int i = 0; i < 60; i++) {
                    post.inboxes.confirm(people.stream().map(person -> post.confirmation(person, "client-" + first,
                            post.inboxes.newest(List.of(person)).get(person).inboxSeq())).toList());
                }
            }));
        }
        for (Future<?> one : work) {
            one.get();
        }
        crowd.shutdown();
        people.forEach(person -> post.confirm(person, "phone", post.inboxes.newest(List.of(person)).get(person).inboxSeq()));

        assertThat(post.tally()).matches(tally -> tally.delivered() == tally.numbered() && tally.numbered() > 0);
    }

    @Test
    void whoAppendsDoesNotWaitForWhoConfirms() {
        post.send("alice", "bob", "one");
        DATABASE.jdbi().useTransaction(handle -> {
            assertThat(new InboxRows(handle, InboxEpochs.number(post.epochs.present())).holdConfirmed(List.of("alice", "bob"))).hasSize(2);
            post.send("alice", "bob", "two");
        });
        assertThat(post.texts("bob", 0)).containsExactly("one", "two");
    }

    @Test
    void whoConfirmsDoesNotWaitForWhoAppends() {
        post.send("alice", "bob", "one");
        DATABASE.jdbi().useTransaction(handle -> {
            assertThat(new InboxRows(handle, InboxEpochs.number(post.epochs.present())).holdEnds(List.of("alice", "bob"))).hasSize(2);
            assertThat(post.confirm("bob", "phone", 1).problem()).isNull();
        });
        assertThat(counter("bob", "delivered")).isEqualTo(1);
    }

    private long clockIn(int seconds) {
        return post.clock.millis() + seconds * 1_000L;
    }

    private long counter(String user, String name) {
        return rows("SELECT " + name + " FROM inbox i JOIN inbox_end t ON t.user_id = i.user_id WHERE i.user_id = '" + user + "'").get(0);
    }

    private List<Long> rows(String query) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery(query).mapTo(Long.class).list());
    }
}
