package io.campanile.flow.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.push.UserWatchers;
import io.campanile.domain.session.Availability;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.LastSeen;
import io.campanile.domain.session.UserPresence;
import io.campanile.domain.session.UserPresences;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a node looks at whom, and what it tells. */
class PresenceLooksTest implements UserWatchers, Availability, LastSeen {

    private static final Duration HOLD_DOWN = Duration.ofMillis(600);

    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private volatile Set<String> nodes = Set.of("node-1", "node-2");
    private volatile boolean away;
    private volatile boolean asked;
    private final PresenceLooks looks = new PresenceLooks(this,
            new UserPresences(this, this), this, HOLD_DOWN);

    @AfterEach
    void stop() {
        looks.stop();
    }

    @Test
    void looksAtThoseWhoAreWatchedHereAndAtNobodyElse() {
        there.add("ada");

        looks.hint("stranger");
        looks.hint(null);
        looks.hint("ada");

        await().untilAsserted(() -> assertThat(told).containsExactly("ada true"));
    }

    @Test
    void looksAgainUntilTheStoreIsBack() {
        away = true;
        looks.hint("ada");
        looks.hint("bob");

        away = false;

        await().untilAsserted(() -> assertThat(told).contains("ada false", "bob false"));
    }

    @Test
    void looksAtEverybodyWhenANodeWasMissingForTheHoldDown() {
        looks.start();
        await().until(() -> asked);
        nodes = Set.of("node-1");

        await().untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder("ada false", "bob false"));
    }

    @Override
    public boolean isWatched(String userId) {
        return watched().contains(userId);
    }

    @Override
    public Set<String> watched() {
        return Set.of("ada", "bob");
    }

    @Override
    public void presenceChanged(UserPresence presence) {
        told.add(presence.userId() + " " + presence.available());
    }

    @Override
    public Set<String> available(Collection<String> userIds) {
        if (away) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "away");
        }
        return there;
    }

    @Override
    public Map<String, List<ConnectionEntry>> connections(Collection<String> userIds) {
        return Map.of();
    }

    @Override
    public List<String> page(String after, int limit) {
        return List.copyOf(there);
    }

    @Override
    public Set<String> nodes() {
        Set<String> now = nodes;
        asked = true;
        return now;
    }

    @Override
    public void seen(Map<String, Long> seenAt) {
        there.addAll(seenAt.keySet());
    }

    @Override
    public Map<String, Optional<Long>> find(Collection<String> userIds) {
        return userIds.stream().collect(Collectors.toMap(Function.identity(), user -> Optional.of(1L)));
    }
}
