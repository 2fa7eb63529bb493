package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revocations of one node, in its memory: gone with a restart. Asking takes no lock. When it is full it refuses
 * to revoke, because forgetting a revocation would let its token in again.
 */
public final class InMemoryRevocations implements Revocations {

    private record Entry(String tokenId, long untilMs) {
    }

    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final Queue<Entry> byEnd = new PriorityQueue<>(Comparator.comparingLong(Entry::untilMs));
    private final int capacity;
    private final Clock clock;

    /** @param capacity how many tokens that have not ended yet it keeps */
    public InMemoryRevocations(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public synchronized void revoke(String tokenId, long untilMs) {
        while (!byEnd.isEmpty() && byEnd.peek().untilMs() <= clock.millis()) {
            revoked.remove(byEnd.poll().tokenId());
        }
        if (byEnd.size() >= capacity) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "too many tokens are revoked at the moment: try again later");
        }
        if (revoked.add(tokenId)) {
            byEnd.add(new Entry(tokenId, untilMs));
        }
    }

    @Override
    public void revokeOlder(String userId, long generation, long untilMs) {
        generations.merge(userId, generation, Math::max);
    }

    @Override
    public boolean revoked(Principal principal) {
        return revoked.contains(principal.tokenId())
                || principal.generation() < generations.getOrDefault(principal.id(), Long.MIN_VALUE);
    }
}
