package io.campanile.flow.message.delivery;

import java.time.Duration;
import java.util.List;

/**
 * How much may be unconfirmed on a connection, and for how long (PROTOCOL 6).
 *
 * @param window   pushes; the rest waits in the inbox
 * @param repeats  when the oldest unconfirmed is pushed again, ms after its first push, ascending
 * @param gone     when the connection counts as gone, ms after that first push
 * @param ownAfter what a client wrote itself and was pushed so long ago, ms, it has: its connection would have ended otherwise
 */
public record DeliveryRules(int window, List<Long> repeats, long gone, long ownAfter) {

    /** After the last repeat, ms (PROTOCOL 6). */
    private static final long LAST_CHANCE = 5_000;

    public DeliveryRules {
        repeats = List.copyOf(repeats);
    }

    /** @param retries not empty */
    public static DeliveryRules of(int window, List<Duration> retries, Duration ownAfter) {
        List<Long> repeats = retries.stream().map(Duration::toMillis).toList();
        return new DeliveryRules(window, repeats, repeats.get(repeats.size() - 1) + LAST_CHANCE, ownAfter.toMillis());
    }

    /** When something is due after so many repeats, ms after the first push. */
    long due(int repeated) {
        return repeated < repeats.size() ? repeats.get(repeated) : gone;
    }
}
