package io.campanile.domain.due;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of due records does. */
public abstract class DueRecordsContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    protected final TestClock clock = new TestClock(1_000_000);

    /** An empty one; asked again, another node's, on the same store. */
    protected abstract DueRecords records();

    @Test
    void nothingIsDueBeforeItsTimeAndTheLongestDueComesFirst() {
        DueRecords records = records();
        records.put("ring", "late", "end", clock.millis() + 2_000);
        records.put("ring", "early", "end", clock.millis() + 1_000);
        records.put("other", "x", "end", 0);

        assertThat(records.claim("ring", 10, LEASE)).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(records.claim("ring", 10, LEASE)).extracting(Due::subject).containsExactly("early", "late");
    }

    @Test
    void oneNodeClaimsAndWhenItDiesAnotherDoes() {
        records().put("ring", "c1", "end", 0);

        assertThat(records().claim("ring", 10, LEASE)).extracting(Due::attempts).containsExactly(1);
        assertThat(records().claim("ring", 10, LEASE)).isEmpty();
        clock.advance(LEASE);
        assertThat(records().claim("ring", 10, LEASE)).extracting(Due::attempts).containsExactly(2);
    }

    @Test
    void aLeaseThatIsRenewedLasts() {
        records().put("ring", "c1", "end", 0);
        List<Due> claimed = records().claim("ring", 10, LEASE);
        clock.advance(Duration.ofSeconds(20));
        records().renew(claimed, LEASE);
        clock.advance(Duration.ofSeconds(20));

        assertThat(records().claim("ring", 10, LEASE)).isEmpty();
    }

    @Test
    void whatIsDoneIsGone() {
        records().put("ring", "c1", "end", 0);
        Due claimed = claimOne();

        assertThat(records().done(claimed)).isTrue();
        clock.advance(LEASE);
        assertThat(records().claim("ring", 10, LEASE)).isEmpty();
        assertThat(records().done(claimed)).isFalse();
    }

    @Test
    void theNextStepTakesThePlaceOfTheOneThatIsDone() {
        records().put("ring", "c1", "first", 0);
        Due first = claimOne();

        assertThat(records().next(first, "second", clock.millis() + 1_000)).isTrue();
        assertThat(records().done(first)).as("an end that comes late").isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(claimOne()).extracting(Due::step, Due::attempts).containsExactly("second", 1);
    }

    @Test
    void whoWasTooSlowHasNoEffectAnyMore() {
        records().put("ring", "c1", "first", 0);
        Due slow = claimOne();
        clock.advance(LEASE);
        Due other = claimOne();

        assertThat(records().next(slow, "second", 0)).isFalse();
        assertThat(records().done(slow)).isFalse();
        records().renew(List.of(slow), Duration.ofDays(1));
        assertThat(records().done(other)).isTrue();
    }

    @Test
    void whatIsSetAnewOrCancelledIsFencedAgainstWhoHasClaimedIt() {
        records().put("ring", "c1", "first", 0);
        Due claimed = claimOne();
        records().put("ring", "c1", "anew", 0);
        assertThat(records().done(claimed)).isFalse();
        assertThat(claimOne().step()).isEqualTo("anew");

        records().cancel("ring", "c1");
        clock.advance(LEASE);
        assertThat(records().claim("ring", 10, LEASE)).isEmpty();
        records().putIfAbsent("ring", List.of("c1", "c2"), "again", 0);
        records().putIfAbsent("ring", List.of("c1", "c2"), "ignored", 0);
        assertThat(records().claim("ring", 10, LEASE)).extracting(Due::step).containsExactly("again", "again");
    }

    @Test
    void nodesThatRaceNeverClaimTheSame() throws Exception {
        records().putIfAbsent("ring", IntStream.range(0, 500).mapToObj(i -> "c" + i).toList(), "end", 0);
        Set<String> claimed = ConcurrentHashMap.newKeySet();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        Callable<Integer> node = () -> {
            DueRecords records = records();
            int twice = 0;
            while (claimed.size() < 500) {
                for (Due due : records.claim("ring", 50, LEASE)) {
                    twice += claimed.add(due.subject()) ? 0 : 1;
                }
            }
            return twice;
        };
        List<Future<Integer>> races = nodes.invokeAll(List.of(node, node, node, node));
        nodes.shutdown();

        for (Future<Integer> race : races) {
            assertThat(race.get()).isZero();
        }
    }

    private Due claimOne() {
        List<Due> claimed = records().claim("ring", 10, LEASE);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }
}
