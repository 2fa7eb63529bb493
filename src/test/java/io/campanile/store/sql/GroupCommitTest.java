package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions that wait for the same commit: they become true together, and fail alone. */
class GroupCommitTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final GroupCommit commits = new GroupCommit(new Sql(DATABASE.dataSource()), "commits", 1);

    @AfterEach
    void stop() {
        commits.close();
    }

    @Test
    void whatWaitsIsCommittedTogetherInTheOrderOfItsRows() {
        List<CompletableFuture<?>> both = together(List.of(
                new Wish("2", handle -> {
                    assertThat(busy(handle)).containsExactly("ann");
                    assertThat(committed()).as("for others nothing has happened yet").isEmpty();
                    return null;
                }),
                new Wish("1", handle -> insert(handle, "ann"))));

        assertThat(both).allSatisfy(CompletableFuture::join);
        assertThat(committed()).containsExactly("ann");
    }

    @Test
    void whatIsRefusedIsUndoneAlone() {
        List<CompletableFuture<?>> three = together(List.of(
                new Wish("1", handle -> insert(handle, "ann")),
                new Wish("2", handle -> {
                    insert(handle, "bob");
                    throw CodedException.notFound("call");
                }),
                new Wish("3", handle -> insert(handle, "cat"))));

        assertThatThrownBy(three.get(1)::join).hasCauseInstanceOf(CodedException.class);
        three.get(0).join();
        three.get(2).join();
        assertThat(committed()).containsExactly("ann", "cat");
    }

    @Test
    void aStatementThatFailsFailsAlone() {
        List<CompletableFuture<?>> three = together(List.of(
                new Wish("1", handle -> insert(handle, "ann")),
                new Wish("2", handle -> insert(handle, "b".repeat(33))),
                new Wish("3", handle -> insert(handle, "cat"))));

        assertThatThrownBy(three.get(1)::join).hasCauseInstanceOf(JdbiException.class);
        three.get(0).join();
        three.get(2).join();
        assertThat(committed()).containsExactly("ann", "cat");
    }

    private record Wish(String row, Function<Handle, Integer> statements) {
    }

    /** Lets them wait, each with a thread of its own, until an earlier transaction is over. */
    private List<CompletableFuture<?>> together(List<Wish> wishes) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        ask(new Wish("0", handle -> {
            begun.countDown();
            return waitFor(over);
        }), outcomes);
        await().until(() -> begun.getCount() == 0);
        List<Thread> askers = wishes.stream().map(wish -> ask(wish, outcomes)).toList();
        await().until(() -> askers.stream().allMatch(asker -> asker.getState() == Thread.State.WAITING));
        over.countDown();
        return outcomes.subList(1, outcomes.size());
    }

    private Thread ask(Wish wish, List<CompletableFuture<?>> outcomes) {
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
        outcomes.add(outcome);
        Thread asker = new Thread(() -> {
            try {
                outcome.complete(commits.transaction(wish.row(), wish.statements()));
            } catch (RuntimeException | AssertionError e) {
                outcome.completeExceptionally(e);
            }
        });
        asker.start();
        return asker;
    }

    private static int waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int insert(Handle handle, String user) {
        return handle.execute("INSERT INTO call_busy (user_id, call_id) VALUES (?, 'call')", user);
    }

    private static List<String> busy(Handle handle) {
        return handle.createQuery("SELECT user_id FROM call_busy ORDER BY user_id").mapTo(String.class).list();
    }

    private static List<String> committed() {
        return DATABASE.jdbi().withHandle(GroupCommitTest::busy);
    }
}
