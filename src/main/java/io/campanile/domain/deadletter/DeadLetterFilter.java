package io.campanile.domain.deadletter;

/**
 * Which dead letters are meant; null leaves a condition out.
 *
 * @param flow     the flow in which it failed
 * @param routeId  the route in which it failed
 * @param cause    a part of the cause, in upper or lower case
 * @param replayed whether it was replayed
 * @param from     the least time of failure, ms, inclusive
 * @param to       the greatest, inclusive
 */
public record DeadLetterFilter(String flow, String routeId, String cause, Boolean replayed, Long from, Long to) {

    /** All of them. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null, null);

    /**
     * The same for a replay: only what was not replayed, unless it says otherwise, and only what has failed before, or a
     * replay that fails again would find itself.
     *
     * @param now ms
     */
    public DeadLetterFilter toReplay(long now) {
        return new DeadLetterFilter(flow, routeId, cause, replayed == null ? Boolean.FALSE : replayed, from,
                to == null ? now - 1 : Math.min(to, now - 1));
    }
}
